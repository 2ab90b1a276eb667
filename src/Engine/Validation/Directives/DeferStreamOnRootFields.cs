using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Directives;

/// <summary>Mutations and subscriptions answer their root fields at once: no <c>@defer</c> or <c>@stream</c> there. Incremental delivery.</summary>
internal sealed class DeferStreamOnRootFields : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Directive;

    public override void LeaveDocument(ValidationContext context)
    {
        if (context.Schema.FindDirective("defer") is null && context.Schema.FindDirective("stream") is null) return;
        var clean = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is not OperationDefinitionNode { Operation: not OperationType.Query } operation || context.IsFull(Group)) continue;
            if (context.Schema.GetRootType(operation.Operation) is { } root) Check(context, operation, root, clean);
        }
    }

    /// <summary>Fragments of an operation without errors are not looked at again for the next one.</summary>
    private void Check(ValidationContext context, OperationDefinitionNode operation, ObjectType root, HashSet<string> clean)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = false;
        var open = new Stack<(SelectionSetNode Set, int Next)>();
        open.Push((operation.SelectionSet, 0));
        while (open.TryPop(out var frame))
        {
            if (frame.Next == frame.Set.Selections.Count) continue;
            open.Push(frame with { Next = frame.Next + 1 });
            var selection = frame.Set.Selections[frame.Next];
            switch (selection)
            {
                case FieldNode:
                    found |= Refuse(context, selection, "stream", root);
                    break;
                case InlineFragmentNode inline:
                    found |= Refuse(context, selection, "defer", root);
                    open.Push((inline.SelectionSet, 0));
                    break;
                case FragmentSpreadNode spread when seen.Add(spread.Name.Value) && context.Fragments.Find(spread.Name.Value) is { } fragment:
                    found |= Refuse(context, selection, "defer", root);
                    if (!clean.Contains(spread.Name.Value)) open.Push((fragment.SelectionSet, 0));
                    break;
            }
        }

        if (!found) clean.UnionWith(seen);
    }

    private bool Refuse(ValidationContext context, ISelectionNode selection, string name, ObjectType root)
    {
        if (selection.Directives.FirstOrDefault(directive => directive.Name.Value == name) is not { } directive) return false;
        context.Report(
            this,
            ValidationContext.Error($"`@{name}` cannot be used on the root type `{root.Name}`.", directive)
                .SpecifiedBy("sec-Defer-And-Stream-Directives-Are-Used-On-Valid-Root-Field"));
        return true;
    }
}
