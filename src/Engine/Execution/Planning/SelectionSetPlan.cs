using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>What is selected on one object type, fragments expanded and fields merged. Frozen.</summary>
internal sealed class SelectionSetPlan
{
    private readonly GetterWriter[] _getters;
    private Type? _acceptedType;

    public SelectionSetPlan(ObjectType type, FieldPlan[] fields, DeferUsage[]? deferred = null, DeferredPart[]? parts = null)
    {
        Type = type;
        Deferred = deferred ?? [];
        Parts = parts ?? [];
        Defers = Deferred.Length > 0 || Parts.Length > 0;
        Fields = fields;
        var slots = 0;
        foreach (var field in fields)
        {
            if (field.HasAsync) field.Slot = slots++;
        }
        SlotCount = slots;
        Selections = [.. fields.DistinctBy(f => f.ResponseName), .. Parts.SelectMany(p => p.Set.Selections)];
        _getters = [.. fields.Where(f => f.Writer is GetterWriter).Select(f => (GetterWriter)f.Writer).DistinctBy(g => g.ParentType)];
    }

    public ObjectType Type { get; }

    /// <summary>In the order of the response. A field whose place depends on variables stands at each of them.</summary>
    public FieldPlan[] Fields { get; }

    /// <summary>Each response name once, and once more in each fragment that is delivered later.</summary>
    public FieldPlan[] Selections { get; }

    /// <summary>The fragments deferred on these very objects.</summary>
    public DeferUsage[] Deferred { get; }

    /// <summary>The fields that are delivered later, also for fragments deferred further up.</summary>
    public DeferredPart[] Parts { get; }

    /// <summary>Whether something must be noted for later when such an object is written.</summary>
    public bool Defers { get; }

    /// <summary>How many fields have something to await, in themselves or below.</summary>
    public int SlotCount { get; }

    public bool HasAsync => SlotCount > 0;

    /// <summary>The CLR type that getters want as parent; null when there are none.</summary>
    public Type? NeededParent => _getters.Length == 0 ? null : _getters[0].ParentType;

    /// <summary>Whether the compiled getters can read this object; they don't check it field by field.</summary>
    public bool Accepts(object parent)
    {
        var type = parent.GetType();
        if (ReferenceEquals(type, _acceptedType)) return true;
        foreach (var getter in _getters)
        {
            if (!getter.ParentType.IsInstanceOfType(parent)) return false;
        }
        _acceptedType = type;
        return true;
    }
}
