using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Operations;

/// <summary>A subscription has one root field, which no variable can take away and which is no introspection. Spec 5.2.4.1.</summary>
internal sealed class SingleRootField : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Operation;

    public override void EnterOperation(ValidationContext context, OperationDefinitionNode operation)
    {
        if (operation.Operation != OperationType.Subscription || context.Schema.SubscriptionType is not { } root) return;
        var conditions = new List<DirectiveNode>();
        var fields = new List<FieldNode>();
        Collect(context, root, operation.SelectionSet, fields, conditions);
        if (conditions.Count > 0)
        {
            context.Report(this, At("The root field of a subscription must not have `@skip` or `@include`.", conditions));
            return;
        }

        var names = fields.Select(field => field.ResponseName).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count != 1) context.Report(this, At("Subscription operations must have exactly one root field.", [operation]));
        foreach (var name in names)
        {
            var group = fields.FindAll(field => field.ResponseName == name);
            if (!group[0].Name.Value.StartsWith("__", StringComparison.Ordinal)) continue;
            context.Report(this, At($"The introspection field `{group[0].Name.Value}` must not be the root field of a subscription.", group));
        }
    }

    private static IErrorBuilder At(string message, IEnumerable<ISyntaxNode> nodes) =>
        ValidationContext.Error(message, [.. nodes.Take(20)]).SpecifiedBy("sec-Single-root-field");

    private static void Collect(
        ValidationContext context,
        ObjectType root,
        SelectionSetNode selections,
        List<FieldNode> fields,
        List<DirectiveNode> conditions)
    {
        HashSet<FragmentDefinitionNode>? seen = null;
        var open = new Stack<(SelectionSetNode Set, int Next)>();
        open.Push((selections, 0));
        while (open.TryPop(out var frame))
        {
            if (frame.Next == frame.Set.Selections.Count) continue;
            open.Push(frame with { Next = frame.Next + 1 });
            var selection = frame.Set.Selections[frame.Next];
            if (Condition(selection) is { } condition) conditions.Add(condition);
            else if (selection is FieldNode field) fields.Add(field);
            else if (selection is InlineFragmentNode inline && Applies(context, root, inline.TypeCondition)) open.Push((inline.SelectionSet, 0));
            else if (selection is FragmentSpreadNode spread
                && context.Fragments.Find(spread.Name.Value) is { } fragment
                && Applies(context, root, fragment.TypeCondition)
                && (seen ??= []).Add(fragment))
            {
                open.Push((fragment.SelectionSet, 0));
            }
        }
    }

    private static DirectiveNode? Condition(ISelectionNode selection) =>
        selection.Directives.FirstOrDefault(directive => directive.Name.Value == "skip")
        ?? selection.Directives.FirstOrDefault(directive => directive.Name.Value == "include");

    private static bool Applies(ValidationContext context, ObjectType root, NamedTypeNode? condition) =>
        condition is null
        || (context.Schema.FindType(condition.Name.Value) is { IsComposite: true } type && context.TypeSets.Contains(type, root));
}
