using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>
/// A rule of spec chapter 5 or of the house. Rules keep no state: they are shared by all requests. A rule overrides what it wants to see;
/// it is called for nothing else.
/// </summary>
internal abstract class ValidationRule
{
    /// <summary>Where the rule's errors stand in the answer.</summary>
    public abstract RuleGroup Group { get; }

    public virtual void EnterOperation(ValidationContext context, OperationDefinitionNode operation) { }

    public virtual void EnterVariable(ValidationContext context, VariableDefinitionNode variable, GraphQLType? type) { }

    public virtual void EnterFragment(ValidationContext context, FragmentDefinitionNode fragment, NamedType? type) { }

    /// <summary>The field's definition is in the context; null when the field or its parent is unknown.</summary>
    public virtual void EnterField(ValidationContext context, FieldNode field) { }

    public virtual void EnterInlineFragment(ValidationContext context, InlineFragmentNode fragment, NamedType? type) { }

    public virtual void EnterSpread(ValidationContext context, FragmentSpreadNode spread) { }

    /// <summary>The directives at one place, when there are any.</summary>
    public virtual void EnterDirectives(ValidationContext context, IReadOnlyList<DirectiveNode> directives, DirectiveLocation location) { }

    public virtual void EnterDirective(ValidationContext context, DirectiveNode directive, DirectiveType? definition, DirectiveLocation location) { }

    /// <summary>The arguments of a field or directive that is known.</summary>
    public virtual void EnterArguments(ValidationContext context, ArgumentList arguments) { }

    /// <summary>A whole value where its type is known: an argument's or a variable's default.</summary>
    public virtual void EnterValue(ValidationContext context, IValueNode value, GraphQLType type, ValuePlace place) { }

    /// <summary>An input object anywhere in a value, also where its type is unknown.</summary>
    public virtual void EnterObjectValue(ValidationContext context, ObjectValueNode value) { }

    /// <summary>All definitions were walked.</summary>
    public virtual void LeaveDocument(ValidationContext context) { }
}

/// <summary>The order of errors in an answer. Same order as HotChocolate's, so that what is cut off after the first five is the same.</summary>
internal enum RuleGroup
{
    Introspection,
    Document,
    Operation,
    Field,
    Argument,
    Fragment,
    Value,
    Directive,
    Variable,
    Limit
}

/// <summary>The arguments of a field or of a directive, and what the schema says about them.</summary>
internal readonly record struct ArgumentList(
    ISyntaxNode Owner,
    IReadOnlyList<ArgumentNode> Nodes,
    IReadOnlyList<InputField> Definitions,
    OutputField? Field,
    DirectiveType? Directive);

/// <summary>What a value is the value of.</summary>
internal readonly record struct ValuePlace(InputField? Argument, VariableDefinitionNode? Variable);
