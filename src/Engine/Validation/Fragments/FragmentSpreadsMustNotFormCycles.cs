using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fragments;

/// <summary>No fragment contains itself, directly or through others. Spec 5.5.2.2. Each cycle is reported once, at the spreads that form it.</summary>
internal sealed class FragmentSpreadsMustNotFormCycles : ValidationRule
{
    private const int MaxLocations = 100;

    public override RuleGroup Group => RuleGroup.Fragment;

    public override void LeaveDocument(ValidationContext context)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment) Search(context, fragment, visited);
        }
    }

    private sealed class Frame(string name, List<FragmentSpreadNode> spreads)
    {
        public string Name => name;
        public List<FragmentSpreadNode> Spreads => spreads;
        public int Next { get; set; }
    }

    /// <summary>Depth first without recursion: chains of fragments may be as long as the document.</summary>
    private void Search(ValidationContext context, FragmentDefinitionNode start, HashSet<string> visited)
    {
        var open = new Stack<Frame>();
        var path = new List<FragmentSpreadNode>();
        var depthOf = new Dictionary<string, int>(StringComparer.Ordinal);
        Open(start);
        while (open.TryPeek(out var frame))
        {
            if (frame.Next > 0) path.RemoveAt(path.Count - 1);
            if (frame.Next == frame.Spreads.Count)
            {
                depthOf.Remove(frame.Name);
                open.Pop();
                continue;
            }

            var spread = frame.Spreads[frame.Next++];
            path.Add(spread);
            if (depthOf.TryGetValue(spread.Name.Value, out var depth)) Report(context, path.GetRange(depth, path.Count - depth));
            else if (context.Fragments.Find(spread.Name.Value) is { } fragment) Open(fragment);
        }

        void Open(FragmentDefinitionNode fragment)
        {
            if (!visited.Add(fragment.Name.Value)) return;
            var spreads = FragmentTable.SpreadsIn(fragment.SelectionSet);
            if (spreads.Count == 0) return;
            depthOf[fragment.Name.Value] = path.Count;
            open.Push(new Frame(fragment.Name.Value, spreads));
        }
    }

    private void Report(ValidationContext context, List<FragmentSpreadNode> cycle)
    {
        if (context.IsFull(Group)) return;
        var name = cycle[^1].Name.Value;
        var via = string.Join(", ", cycle.SkipLast(1).Take(10).Select(spread => $"`{spread.Name.Value}`"));
        context.Report(
            this,
            ValidationContext.Error(
                    via.Length == 0 ? $"The fragment `{name}` spreads itself." : $"The fragment `{name}` spreads itself through {via}.",
                    [.. cycle.Take(MaxLocations)])
                .With("fragment", name)
                .SpecifiedBy("sec-Fragment-spreads-must-not-form-cycles"));
    }
}
