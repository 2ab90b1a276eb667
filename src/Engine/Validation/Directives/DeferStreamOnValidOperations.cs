using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Directives;

/// <summary>A subscription's events are answered at once: <c>@defer</c> and <c>@stream</c> must be able to be off. Incremental delivery.</summary>
internal sealed class DeferStreamOnValidOperations : ValidationRule
{
    private const int MaxLocations = 20;

    public override RuleGroup Group => RuleGroup.Directive;

    public override void LeaveDocument(ValidationContext context)
    {
        if (context.Schema.FindDirective("defer") is null && context.Schema.FindDirective("stream") is null) return;
        var clean = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode { Operation: OperationType.Subscription } operation && !context.IsFull(Group))
            {
                Check(context, operation, clean);
            }
        }
    }

    /// <summary>Fragments of an operation without errors are not looked at again for the next one. The errors show the spreads that lead to them.</summary>
    private void Check(ValidationContext context, OperationDefinitionNode operation, HashSet<string> clean)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var found = false;
        var spreads = new List<FragmentSpreadNode>();
        var open = new Stack<(SelectionSetNode Set, int Next, bool IsFragment)>();
        open.Push((operation.SelectionSet, 0, false));
        while (open.TryPop(out var frame))
        {
            if (frame.Next == frame.Set.Selections.Count)
            {
                if (frame.IsFragment) spreads.RemoveAt(spreads.Count - 1);
                continue;
            }

            open.Push(frame with { Next = frame.Next + 1 });
            var selection = frame.Set.Selections[frame.Next];
            if (CanBeLeftOut(selection)) continue;
            foreach (var directive in selection.Directives)
            {
                if (directive.Name.Value is "defer" or "stream" && !CanBeOff(directive))
                {
                    found = true;
                    Report(context, directive, spreads);
                }
            }

            if (selection is FieldNode { SelectionSet: { } inner }) open.Push((inner, 0, false));
            else if (selection is InlineFragmentNode inline) open.Push((inline.SelectionSet, 0, false));
            else if (selection is FragmentSpreadNode spread
                && !clean.Contains(spread.Name.Value)
                && seen.Add(spread.Name.Value)
                && context.Fragments.Find(spread.Name.Value) is { } fragment)
            {
                spreads.Add(spread);
                open.Push((fragment.SelectionSet, 0, true));
            }
        }

        if (!found) clean.UnionWith(seen);
    }

    private static bool CanBeLeftOut(ISelectionNode selection)
    {
        if (selection.Directives.Count == 0) return false;
        if (Find(selection, "skip") is { } skip && If(skip) is not BooleanValueNode { Value: false }) return true;
        return Find(selection, "include") is { } include && If(include) is not (null or BooleanValueNode { Value: true });
    }

    private static bool CanBeOff(DirectiveNode directive) => If(directive) is VariableNode or BooleanValueNode { Value: false };

    private static DirectiveNode? Find(ISelectionNode selection, string name) => selection.Directives.FirstOrDefault(directive => directive.Name.Value == name);

    private static IValueNode? If(DirectiveNode directive) => directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "if")?.Value;

    private void Report(ValidationContext context, DirectiveNode directive, List<FragmentSpreadNode> spreads)
    {
        if (context.IsFull(Group)) return;
        context.Report(
            this,
            ValidationContext.Error(
                    $"`@{directive.Name.Value}` is not supported in subscriptions; switch it off with `if: false`.",
                    [directive, .. Enumerable.Reverse(spreads).Take(MaxLocations)])
                .SpecifiedBy("sec-Defer-And-Stream-Directives-Are-Used-On-Valid-Root-Field"));
    }
}
