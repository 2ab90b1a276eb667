using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>Collects the fields of one object type from the selection sets of all merged field nodes. Spec: CollectFields, CollectSubfields.</summary>
internal sealed class FieldCollector(OperationCompiler compiler, ObjectType type)
{
    private readonly Dictionary<string, CollectedField> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Conjunction>> _visited = new(StringComparer.Ordinal);
    private int _place;

    /// <summary>The collected fields in the order of their first occurrence.</summary>
    public List<CollectedField> Fields { get; } = [];

    public void Collect(SelectionSetNode selectionSet, Conjunction when)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            compiler.CountSelection();
            if (compiler.Restrict(when, selection.Directives) is not { } restricted) continue;
            switch (selection)
            {
                case FieldNode field:
                    Add(field, restricted);
                    break;
                case InlineFragmentNode inline:
                    if (Applies(inline.TypeCondition)) Collect(inline.SelectionSet, restricted);
                    break;
                case FragmentSpreadNode spread:
                    if (!FirstVisit(spread.Name.Value, restricted)) break;
                    if (compiler.FindFragment(spread.Name.Value) is { } fragment && Applies(fragment.TypeCondition)) Collect(fragment.SelectionSet, restricted);
                    break;
            }
        }
    }

    private void Add(FieldNode node, Conjunction when)
    {
        var name = node.ResponseName;
        if (!_byName.TryGetValue(name, out var field))
        {
            _byName.Add(name, field = new CollectedField(name));
            Fields.Add(field);
        }
        field.Add(new Occurrence(node, when), _place++);
    }

    // A second visit adds nothing when the first one holds wherever the second does.
    private bool FirstVisit(string fragment, Conjunction when)
    {
        if (!_visited.TryGetValue(fragment, out var visits)) _visited.Add(fragment, visits = []);
        foreach (var visit in visits)
        {
            if (when.Implies(visit)) return false;
        }
        visits.Add(when);
        return true;
    }

    private bool Applies(NamedTypeNode? condition) => condition is null || compiler.Schema.FindType(condition.Name.Value) switch
    {
        ObjectType o => ReferenceEquals(o, type),
        InterfaceType i => type.Implements(i),
        UnionType u => u.Members.Contains(type),
        _ => false,
    };
}

/// <summary>A response name with its field nodes and the places where they occurred.</summary>
internal sealed class CollectedField(string responseName)
{
    private readonly List<(Occurrence Occurrence, int Place)> _occurrences = [];

    public string ResponseName { get; } = responseName;

    public Occurrence[] Occurrences => [.. _occurrences.Select(o => o.Occurrence)];

    public void Add(Occurrence occurrence, int place)
    {
        foreach (var (known, _) in _occurrences)
        {
            if (ReferenceEquals(known.Node, occurrence.Node) && occurrence.When.Implies(known.When)) return;
        }
        _occurrences.Add((occurrence, place));
    }

    /// <summary>Where the field can stand in the response, and when it stands there; a null condition: always.</summary>
    public IEnumerable<(int Place, ConditionPlan? Condition)> Places()
    {
        var earlier = new List<Conjunction>();
        foreach (var (occurrence, place) in _occurrences)
        {
            if (earlier.Exists(occurrence.When.Implies)) continue;
            var always = occurrence.When.IsTrue && earlier.Count == 0;
            yield return (place, always ? null : new ConditionPlan(occurrence.When, [.. earlier]));
            if (occurrence.When.IsTrue) yield break;
            earlier.Add(occurrence.When);
        }
    }
}
