using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>Collects the fields of one object type from the selection sets of all merged field nodes. Spec: CollectFields, CollectSubfields.</summary>
internal sealed class FieldCollector(OperationCompiler compiler, ObjectType type)
{
    private readonly Dictionary<string, CollectedField> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(Conjunction When, DeferUsage? Defer)>> _visited = new(StringComparer.Ordinal);
    private int _place;

    /// <summary>The collected fields in the order of their first occurrence.</summary>
    public List<CollectedField> Fields { get; } = [];

    /// <summary>The uses of <c>@defer</c> in these selection sets themselves.</summary>
    public List<(DeferUsage Usage, SelectionSetNode SelectionSet)> Deferred { get; } = [];

    public void Collect(SelectionSetNode selectionSet, Conjunction when, DeferUsage? defer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var selection in selectionSet.Selections)
        {
            compiler.CountSelection();
            if (compiler.Restrict(when, selection.Directives) is not { } restricted) continue;
            switch (selection)
            {
                case FieldNode field:
                    Add(new Occurrence(field, restricted, defer));
                    break;
                case InlineFragmentNode inline:
                    if (Applies(inline.TypeCondition)) Enter(inline.SelectionSet, inline.Directives, restricted, defer);
                    break;
                case FragmentSpreadNode spread:
                    if (!FirstVisit(spread, restricted, defer)) break;
                    if (compiler.FindFragment(spread.Name.Value) is { } fragment && Applies(fragment.TypeCondition))
                        Enter(fragment.SelectionSet, spread.Directives, restricted, defer);
                    break;
            }
        }
    }

    private void Enter(SelectionSetNode selectionSet, IReadOnlyList<DirectiveNode> directives, Conjunction when, DeferUsage? defer)
    {
        if (compiler.DeferOf(directives, when, defer) is not { } usage) Collect(selectionSet, when, defer);
        else
        {
            Deferred.Add((usage, selectionSet));
            if (compiler.Format == IncrementalFormat.ById) Collect(selectionSet, when, usage);
        }
    }

    private void Add(Occurrence occurrence)
    {
        var name = occurrence.Node.ResponseName;
        if (!_byName.TryGetValue(name, out var field))
        {
            _byName.Add(name, field = new CollectedField(name));
            Fields.Add(field);
        }
        field.Add(occurrence, _place++);
    }

    // A second visit adds nothing when the first one holds wherever the second does and is not deferred more.
    private bool FirstVisit(FragmentSpreadNode spread, Conjunction when, DeferUsage? defer)
    {
        if (!_visited.TryGetValue(spread.Name.Value, out var visits)) _visited.Add(spread.Name.Value, visits = []);
        foreach (var visit in visits)
        {
            if (when.Implies(visit.When) && (visit.Defer is null || ReferenceEquals(visit.Defer, defer))) return false;
        }
        if (!compiler.IsDeferred(spread.Directives)) visits.Add((when, defer));
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

    /// <summary>The deferred fragments that the field waits for when it is not delivered with these; empty when it is.</summary>
    public DeferUsage[] UsagesBeside(DeferUsage?[] current)
    {
        if (Array.Exists(Occurrences, o => o.When.IsTrue && Array.IndexOf(current, o.Defer) >= 0)) return [];
        var usages = Occurrences.Select(o => o.Defer).Where(d => d is not null && Array.IndexOf(current, d) < 0).Distinct().ToArray();
        return [.. usages.Where(u => !Array.Exists(usages, other => u!.IsInside(other!)))!];
    }

    public void Add(Occurrence occurrence, int place)
    {
        foreach (var (known, _) in _occurrences)
        {
            if (ReferenceEquals(known.Node, occurrence.Node) && occurrence.When.Implies(known.When)) return;
        }
        _occurrences.Add((occurrence, place));
    }

    /// <summary>Where the field can stand in the response, and when it stands there; a null condition: always.</summary>
    /// <param name="current">Occurrences in these deferred fragments count; null stands for none.</param>
    /// <param name="excluded">When occurrences in these are included, the field is delivered with them.</param>
    public IEnumerable<(int Place, ConditionPlan? Condition)> Places(DeferUsage?[] current, DeferUsage?[] excluded)
    {
        var earlier = new List<Conjunction>();
        foreach (var (occurrence, _) in _occurrences)
        {
            if (Array.IndexOf(excluded, occurrence.Defer) >= 0) earlier.Add(occurrence.When);
        }
        foreach (var (occurrence, place) in _occurrences)
        {
            if (Array.IndexOf(current, occurrence.Defer) < 0) continue;
            if (earlier.Exists(occurrence.When.Implies)) continue;
            var always = occurrence.When.IsTrue && earlier.Count == 0;
            yield return (place, always ? null : new ConditionPlan(occurrence.When, [.. earlier]));
            if (occurrence.When.IsTrue) yield break;
            earlier.Add(occurrence.When);
        }
    }
}
