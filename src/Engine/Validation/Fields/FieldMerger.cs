using System.Runtime.InteropServices;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fields;

/// <summary>
/// Checks spec 5.3.2 on groups, not on pairs. All fields that can meet under one response name form a group; being alike is an equivalence, so each member is
/// compared with the first one only. The selection sets below a group are merged into one set, which is checked next; a set of selection sets is checked once,
/// however many ways lead to it. Two parents that are different object types never meet: their fields must only look alike, which is what
/// <see cref="Mode.ShapeOnly"/> checks further down. Work is counted, because sets of sets can be made to grow without bound.
/// </summary>
internal sealed class FieldMerger(ValidationContext context, FieldSelectionMerging rule)
{
    /// <summary>A field as it is found while fragments are expanded.</summary>
    public struct Entry(FieldNode node, NamedType? parent, OutputField? definition)
    {
        public readonly FieldNode Node = node;
        public readonly NamedType? Parent = parent;
        public readonly OutputField? Definition = definition;
        public int Next = -1;
    }

    private enum Mode
    {
        All,
        ShapeOnly
    }

    private readonly record struct Scope(SelectionSetNode Set, NamedType? Type);

    private readonly record struct Work(Scope First, Scope[]? Rest, Mode Mode);

    private readonly Queue<Work> _open = new();
    private readonly HashSet<SelectionSetNode> _single = [];
    private readonly HashSet<SetKey> _merged = [];
    private readonly Dictionary<SelectionSetNode, int> _numbers = [];
    private readonly HashSet<FragmentDefinitionNode> _reached = [];
    private readonly HashSet<(FieldNode, FieldNode)> _sameArguments = [];
    private readonly HashSet<(FieldNode, FieldNode)> _reported = [];
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, (int First, int Last)> _groups = new(StringComparer.Ordinal);
    private readonly HashSet<FragmentDefinitionNode> _expanded = [];
    private readonly Stack<(SelectionSetNode Set, NamedType? Type, int Next)> _stack = new();
    private int _work;

    public void Run()
    {
        foreach (var definition in context.Definitions)
        {
            switch (definition.Node)
            {
                case OperationDefinitionNode operation:
                    Open(new Scope(operation.SelectionSet, context.Schema.GetRootType(operation.Operation)));
                    break;
                case FragmentDefinitionNode fragment when !_reached.Contains(fragment):
                    Open(new Scope(fragment.SelectionSet, context.Schema.FindType(fragment.TypeCondition.Name.Value)));
                    break;
            }

            while (_open.TryDequeue(out var work) && !context.IsFull(rule.Group))
            {
                if (_work > context.Options.MaxFieldMergeComparisons)
                {
                    rule.ReportTooMuch(context);
                    return;
                }

                Check(work);
            }
        }
    }

    private void Open(Scope scope)
    {
        if (_single.Add(scope.Set)) _open.Enqueue(new Work(scope, null, Mode.All));
    }

    private void Check(Work work)
    {
        Expand(work);
        _work += _entries.Count + _expanded.Count;
        _groups.Clear();
        for (var i = 0; i < _entries.Count; i++)
        {
            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, _entries[i].Node.ResponseName, out var exists);
            if (exists) Entries[group.Last].Next = i;
            else group.First = i;
            group.Last = i;
        }

        foreach (var (first, last) in _groups.Values)
        {
            if (first != last) CheckGroup(first, work.Mode);
            else if (work.Mode == Mode.All) OpenEach(first);
        }
    }

    private Span<Entry> Entries => CollectionsMarshal.AsSpan(_entries);

    private void CheckGroup(int first, Mode mode)
    {
        if (FindDifferentShape(first, out var a, out var b) || (mode == Mode.All && FindDifferentField(first, out a, out b)))
        {
            Report(a, b);
            if (mode == Mode.All) OpenEach(first);
            return;
        }

        if (mode == Mode.ShapeOnly)
        {
            OpenMerged(first, null, mode);
            return;
        }

        if (!HasExclusiveParents(first))
        {
            OpenMerged(first, null, mode);
            return;
        }

        OpenMerged(first, null, Mode.ShapeOnly);
        var parents = new HashSet<NamedType>();
        for (var i = first; i >= 0; i = Entries[i].Next)
        {
            if (Entries[i].Parent is not ObjectType parent || !parents.Add(parent)) continue;
            OpenMerged(first, parent, Mode.All);
        }
    }

    /// <summary>Finds two fields whose values could not be told apart by a client: spec 5.3.2, SameResponseShape.</summary>
    private bool FindDifferentShape(int first, out int a, out int b)
    {
        a = -1;
        b = -1;
        var stream = -1;
        for (var i = first; i >= 0; i = Entries[i].Next)
        {
            if (IsStream(Entries[i].Node)) stream = i;
            // The type of a meta field is not compared, as in the reference implementation.
            if (Entries[i].Definition is not { IsIntrospection: false } definition) continue;
            if (a < 0) a = i;
            else if (AreDifferent(Entries[a].Definition!.Type, definition.Type))
            {
                b = i;
                return true;
            }
        }

        if (stream < 0) return false;
        a = first == stream ? Entries[first].Next : first;
        b = stream;
        return true;
    }

    private static bool IsStream(FieldNode field)
    {
        for (var i = 0; i < field.Directives.Count; i++)
        {
            if (field.Directives[i].Name.Value == "stream") return true;
        }

        return false;
    }

    private static bool AreDifferent(GraphQLType a, GraphQLType b)
    {
        while (!ReferenceEquals(a, b))
        {
            switch (a, b)
            {
                case (NonNullType left, NonNullType right):
                    a = left.Nullable;
                    b = right.Nullable;
                    break;
                case (ListType left, ListType right):
                    a = left.Element;
                    b = right.Element;
                    break;
                default:
                    return a is not NamedType || b is not NamedType || !a.IsComposite || !b.IsComposite;
            }
        }

        return false;
    }

    private bool HasExclusiveParents(int first)
    {
        ObjectType? parent = null;
        for (var i = first; i >= 0; i = Entries[i].Next)
        {
            if (Entries[i].Parent is not ObjectType other) continue;
            if (parent is not null && !ReferenceEquals(parent, other)) return true;
            parent = other;
        }

        return false;
    }

    /// <summary>
    /// Finds two fields that can meet and are not the same with the same arguments: spec 5.3.2, FieldsInSetCanMerge. Fields of interfaces and unions meet all
    /// others, fields of object types those of the same type.
    /// </summary>
    private bool FindDifferentField(int first, out int a, out int b)
    {
        a = -1;
        b = -1;
        var anywhere = -1;
        Dictionary<NamedType, int>? byParent = null;
        for (var i = first; i >= 0; i = Entries[i].Next)
        {
            _work++;
            var known = anywhere;
            if (Entries[i].Parent is ObjectType parent)
            {
                if (!(byParent ??= []).TryAdd(parent, i)) known = byParent[parent];
            }
            else if (anywhere < 0)
            {
                anywhere = i;
                // The first field that meets all others is compared with each parent's first one.
                foreach (var other in byParent?.Values ?? Enumerable.Empty<int>())
                {
                    if (AreSameField(Entries[other].Node, Entries[i].Node)) continue;
                    (a, b) = (other, i);
                    return true;
                }

                continue;
            }

            if (known < 0 || AreSameField(Entries[known].Node, Entries[i].Node)) continue;
            (a, b) = (known, i);
            return true;
        }

        return false;
    }

    private bool AreSameField(FieldNode a, FieldNode b)
    {
        if (a.Name.Value != b.Name.Value) return false;
        if (a.Arguments.Count == 0 && b.Arguments.Count == 0) return true;
        if (_sameArguments.Contains((a, b))) return true;
        if (!ArgumentEquality.AreEqual(a.Arguments, b.Arguments)) return false;
        _sameArguments.Add((a, b));
        return true;
    }

    private void Report(int a, int b)
    {
        var first = Entries[a];
        var second = Entries[b];
        if (_reported.Add((first.Node, second.Node))) rule.ReportConflict(context, first, second);
    }

    /// <summary>Checks what is selected below each field of a group by itself.</summary>
    private void OpenEach(int first)
    {
        for (var i = first; i >= 0; i = Entries[i].Next)
        {
            if (Entries[i].Node.SelectionSet is { } set) Open(new Scope(set, Entries[i].Definition?.Type.Named));
        }
    }

    /// <summary>Checks what is selected below a group as one set; with a parent, below those fields that can meet there.</summary>
    private void OpenMerged(int first, NamedType? parent, Mode mode)
    {
        var scopes = new List<Scope>();
        for (var i = first; i >= 0; i = Entries[i].Next)
        {
            _work++;
            if (parent is not null && Entries[i].Parent is ObjectType other && !ReferenceEquals(other, parent)) continue;
            if (Entries[i].Node.SelectionSet is { } set) scopes.Add(new Scope(set, Entries[i].Definition?.Type.Named));
        }

        if (scopes.Count == 0) return;
        if (scopes.Count == 1)
        {
            if (mode == Mode.All) Open(scopes[0]);
            return;
        }

        if (_merged.Add(new SetKey(scopes.Select(scope => NumberOf(scope.Set)), mode == Mode.All)))
        {
            _open.Enqueue(new Work(scopes[0], [.. scopes.Skip(1)], mode));
        }
    }

    private int NumberOf(SelectionSetNode set)
    {
        if (!_numbers.TryGetValue(set, out var number)) _numbers.Add(set, number = _numbers.Count);
        return number;
    }

    /// <summary>Lists the fields of the sets with fragments expanded, in document order, each fragment once.</summary>
    private void Expand(Work work)
    {
        _entries.Clear();
        _expanded.Clear();
        Expand(work.First);
        foreach (var scope in work.Rest ?? []) Expand(scope);
    }

    private void Expand(Scope scope)
    {
        _stack.Push((scope.Set, scope.Type, 0));
        while (_stack.TryPop(out var frame))
        {
            if (frame.Next == frame.Set.Selections.Count) continue;
            _stack.Push(frame with { Next = frame.Next + 1 });
            switch (frame.Set.Selections[frame.Next])
            {
                case FieldNode field:
                    _entries.Add(new Entry(field, frame.Type, context.FindField(frame.Type, field.Name.Value)));
                    break;
                case InlineFragmentNode inline:
                    var type = inline.TypeCondition is { } condition ? context.Schema.FindType(condition.Name.Value) : frame.Type;
                    _stack.Push((inline.SelectionSet, type, 0));
                    break;
                case FragmentSpreadNode spread when context.Fragments.Find(spread.Name.Value) is { } fragment && _expanded.Add(fragment):
                    _reached.Add(fragment);
                    if (ReferenceEquals(fragment.SelectionSet, scope.Set)) break; // a fragment that spreads itself
                    _stack.Push((fragment.SelectionSet, context.Schema.FindType(fragment.TypeCondition.Name.Value), 0));
                    break;
            }
        }
    }

    /// <summary>A set of selection sets, by their numbers.</summary>
    private readonly struct SetKey : IEquatable<SetKey>
    {
        private readonly int[] _numbers;
        private readonly int _hash;

        public SetKey(IEnumerable<int> numbers, bool isAll)
        {
            _numbers = [isAll ? 1 : 0, .. numbers.Distinct().Order()];
            var hash = new HashCode();
            foreach (var number in _numbers) hash.Add(number);
            _hash = hash.ToHashCode();
        }

        public bool Equals(SetKey other) => _numbers.AsSpan().SequenceEqual(other._numbers);

        public override bool Equals(object? obj) => obj is SetKey other && Equals(other);

        public override int GetHashCode() => _hash;
    }
}
