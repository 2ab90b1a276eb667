using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>The document's fragments by name. Of two with one name the last counts, as in the reference implementation.</summary>
internal sealed class FragmentTable
{
    private readonly Dictionary<string, FragmentDefinitionNode>? _byName;

    public FragmentTable(DocumentNode document)
    {
        foreach (var definition in document.Definitions)
        {
            if (definition is not FragmentDefinitionNode fragment) continue;
            _byName ??= new Dictionary<string, FragmentDefinitionNode>(StringComparer.Ordinal);
            _byName[fragment.Name.Value] = fragment;
        }
    }

    public FragmentDefinitionNode? Find(string name) => _byName?.GetValueOrDefault(name);

    /// <summary>The spreads anywhere in a selection set: those of one set before those inside its fields, inner sets from last to first.</summary>
    public static List<FragmentSpreadNode> SpreadsIn(SelectionSetNode selections)
    {
        var spreads = new List<FragmentSpreadNode>();
        var open = new Stack<SelectionSetNode>();
        open.Push(selections);
        while (open.TryPop(out var set))
        {
            foreach (var selection in set.Selections)
            {
                if (selection is FragmentSpreadNode spread) spreads.Add(spread);
                else if (selection is FieldNode { SelectionSet: { } inner }) open.Push(inner);
                else if (selection is InlineFragmentNode fragment) open.Push(fragment.SelectionSet);
            }
        }

        return spreads;
    }

    /// <summary>
    /// The fragments that these selections reach, each after those it spreads itself; a spread that closes a cycle is passed over.
    /// Without recursion: a chain of fragments may be as long as the document.
    /// </summary>
    public List<FragmentDefinitionNode> ReachedFrom(IEnumerable<FragmentSpreadNode> spreads, Func<FragmentDefinitionNode, IReadOnlyList<FragmentSpreadNode>> inner)
    {
        var reached = new List<FragmentDefinitionNode>();
        if (_byName is null) return reached;
        var seen = new HashSet<FragmentDefinitionNode>();
        var open = new Stack<(FragmentDefinitionNode Fragment, IReadOnlyList<FragmentSpreadNode> Spreads, int Next)>();
        foreach (var spread in spreads)
        {
            Open(spread);
            while (open.TryPop(out var frame))
            {
                if (frame.Next == frame.Spreads.Count)
                {
                    reached.Add(frame.Fragment);
                    continue;
                }

                open.Push(frame with { Next = frame.Next + 1 });
                Open(frame.Spreads[frame.Next]);
            }
        }

        return reached;

        void Open(FragmentSpreadNode spread)
        {
            if (Find(spread.Name.Value) is { } fragment && seen.Add(fragment)) open.Push((fragment, inner(fragment), 0));
        }
    }
}
