using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>
/// The one walk: operations in document order, then fragments in the order in which they are first spread, then the fragments that nobody
/// spreads. Each definition is walked once. Recursion follows the nesting of the text only, which the parser bounds.
/// </summary>
internal sealed class DocumentWalker(ValidationContext context, RuleSet rules)
{
    private readonly Queue<(FragmentDefinitionNode Fragment, Path? Path)> _spread = new();
    private readonly HashSet<FragmentDefinitionNode> _walked = [];
    private DefinitionInfo _definition = null!;

    public void Walk()
    {
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode operation) WalkOperation(operation);
        }

        WalkSpreadFragments();
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is not FragmentDefinitionNode fragment || !_walked.Add(fragment)) continue;
            WalkFragment(fragment, null);
            WalkSpreadFragments();
        }

        foreach (var rule in rules.Document) rule.LeaveDocument(context);
    }

    private void WalkSpreadFragments()
    {
        while (_spread.TryDequeue(out var next)) WalkFragment(next.Fragment, next.Path);
    }

    private void Begin(IExecutableDefinitionNode definition, Path? path)
    {
        _definition = new DefinitionInfo(definition);
        context.Definitions.Add(_definition);
        context.Path.Begin(path);
        context.Field = null;
    }

    private void WalkOperation(OperationDefinitionNode operation)
    {
        Begin(operation, null);
        foreach (var rule in rules.Operation) rule.EnterOperation(context, operation);
        foreach (var variable in operation.VariableDefinitions) WalkVariable(variable);
        WalkDirectives(operation.Directives, LocationOf(operation.Operation));
        WalkSelections(operation.SelectionSet, context.Schema.GetRootType(operation.Operation));
    }

    private static DirectiveLocation LocationOf(OperationType operation) => operation switch
    {
        OperationType.Query => DirectiveLocation.Query,
        OperationType.Mutation => DirectiveLocation.Mutation,
        _ => DirectiveLocation.Subscription
    };

    private void WalkVariable(VariableDefinitionNode variable)
    {
        var type = context.FindType(variable.Type);
        foreach (var rule in rules.Variable) rule.EnterVariable(context, variable, type);
        if (variable.DefaultValue is { } value)
        {
            WalkValue(value);
            if (type is { IsInputType: true })
            {
                foreach (var rule in rules.Value) rule.EnterValue(context, value, type, new ValuePlace(null, variable));
            }
        }

        WalkDirectives(variable.Directives, DirectiveLocation.VariableDefinition);
    }

    private void WalkFragment(FragmentDefinitionNode fragment, Path? path)
    {
        Begin(fragment, path);
        var type = context.Schema.FindType(fragment.TypeCondition.Name.Value);
        foreach (var rule in rules.Fragment) rule.EnterFragment(context, fragment, type);
        WalkDirectives(fragment.Directives, DirectiveLocation.FragmentDefinition);
        WalkSelections(fragment.SelectionSet, type);
    }

    private void WalkSelections(SelectionSetNode set, NamedType? type)
    {
        var outer = context.ParentType;
        var parent = type is { IsComposite: true } ? type : null;
        context.ParentType = parent;
        var selections = set.Selections;
        for (var i = 0; i < selections.Count; i++)
        {
            switch (selections[i])
            {
                case FieldNode field: WalkField(field, parent); break;
                case FragmentSpreadNode spread: WalkSpread(spread); break;
                case InlineFragmentNode fragment: WalkInlineFragment(fragment, parent); break;
            }
        }

        context.ParentType = outer;
    }

    private void WalkField(FieldNode field, NamedType? parent)
    {
        var outer = context.Field;
        var definition = context.FindField(parent, field.Name.Value);
        context.Field = definition;
        foreach (var rule in rules.Field) rule.EnterField(context, field);
        context.Path.Push(field);
        WalkArguments(field, field.Arguments, definition?.Arguments, definition, null);
        WalkDirectives(field.Directives, DirectiveLocation.Field);
        if (field.SelectionSet is { } set) WalkSelections(set, definition?.Type.Named);
        context.Path.Pop();
        context.Field = outer;
    }

    private void WalkSpread(FragmentSpreadNode spread)
    {
        _definition.Spreads.Add(spread);
        foreach (var rule in rules.Spread) rule.EnterSpread(context, spread);
        if (context.Fragments.Find(spread.Name.Value) is { } fragment && _walked.Add(fragment)) _spread.Enqueue((fragment, context.Path.Current));
        WalkDirectives(spread.Directives, DirectiveLocation.FragmentSpread);
    }

    private void WalkInlineFragment(InlineFragmentNode fragment, NamedType? parent)
    {
        var type = fragment.TypeCondition is { } condition ? context.Schema.FindType(condition.Name.Value) : parent;
        foreach (var rule in rules.InlineFragment) rule.EnterInlineFragment(context, fragment, type);
        WalkDirectives(fragment.Directives, DirectiveLocation.InlineFragment);
        WalkSelections(fragment.SelectionSet, type);
    }

    private void WalkDirectives(IReadOnlyList<DirectiveNode> directives, DirectiveLocation location)
    {
        if (directives.Count == 0) return;
        foreach (var rule in rules.Directives) rule.EnterDirectives(context, directives, location);
        for (var i = 0; i < directives.Count; i++)
        {
            var directive = directives[i];
            var definition = context.Schema.FindDirective(directive.Name.Value);
            foreach (var rule in rules.Directive) rule.EnterDirective(context, directive, definition, location);
            WalkArguments(directive, directive.Arguments, definition?.Arguments, null, definition);
        }
    }

    private void WalkArguments(
        ISyntaxNode owner,
        IReadOnlyList<ArgumentNode> arguments,
        IReadOnlyList<InputField>? definitions,
        OutputField? field,
        DirectiveType? directive)
    {
        if (arguments.Count == 0 && (definitions is null || definitions.Count == 0)) return;
        var list = new ArgumentList(owner, arguments, definitions ?? [], field, directive);
        foreach (var rule in rules.Arguments) rule.EnterArguments(context, list);
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = arguments[i].Value;
            var argument = definitions is null ? null : Find(definitions, arguments[i].Name.Value);
            WalkValue(value, argument?.Type, argument?.DefaultValue is not null);
            if (argument is null) continue;
            foreach (var rule in rules.Value) rule.EnterValue(context, value, argument.Type, new ValuePlace(argument, null));
        }
    }

    private static InputField? Find(IReadOnlyList<InputField> definitions, string name)
    {
        for (var i = 0; i < definitions.Count; i++)
        {
            if (definitions[i].Name == name) return definitions[i];
        }

        return null;
    }

    /// <summary>Notes the variables in a value with the types of their places, and shows input objects to the rules.</summary>
    private void WalkValue(IValueNode value, GraphQLType? type = null, bool hasDefault = false, InputObjectType? oneOf = null)
    {
        switch (value)
        {
            case VariableNode variable:
                _definition.Variables.Add(new VariableUsage(variable, type, hasDefault, oneOf, context.Path.Current));
                break;
            case ListValueNode list:
                var element = type?.ElementType;
                for (var i = 0; i < list.Items.Count; i++) WalkValue(list.Items[i], element);
                break;
            case ObjectValueNode fields:
                foreach (var rule in rules.ObjectValue) rule.EnterObjectValue(context, fields);
                var input = type?.Named as InputObjectType;
                for (var i = 0; i < fields.Fields.Count; i++)
                {
                    var field = input?.FindField(fields.Fields[i].Name.Value);
                    WalkValue(fields.Fields[i].Value, field?.Type, field?.DefaultValue is not null, input is { IsOneOf: true } ? input : null);
                }

                break;
        }
    }
}
