using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>Where a node stands: under a field of an object, or at an index of a list.</summary>
/// <param name="Parent">The object or list above; null at the root.</param>
/// <param name="Field">The field of the object above; null in lists and at the root.</param>
/// <param name="Index">The 0-based index in the list above.</param>
/// <param name="Scoped">The state that flows down from the fields above.</param>
internal readonly record struct NodePlace(ResultNode? Parent, FieldPlan? Field, int Index, IImmutableDictionary<string, object?> Scoped)
{
    /// <summary>The deferred part that starts here; null: that of the node above.</summary>
    public Part? Part { get; init; }
}

/// <summary>Holds what was awaited until it is written. Exists only where there is something to await.</summary>
internal abstract class ResultNode(in NodePlace place)
{
    private readonly ResultNode? _parent = place.Parent;
    private readonly FieldPlan? _field = place.Field;
    private readonly int _index = place.Index;

    /// <summary>The deferred part that the node belongs to; null in the initial result.</summary>
    public Part? Part { get; } = place.Part ?? place.Parent?.Part;

    /// <summary>Where the paths of this operation start; only at the root of a deferred part it is not <see cref="Path.Root"/>.</summary>
    public Path? BasePath { get; init; }

    /// <summary>The path of this node in the response.</summary>
    public Path GetPath()
    {
        if (BasePath is not null) return BasePath;
        if (_parent is null) return Path.Root;
        var parent = _parent.GetPath();
        return _field is null ? parent.Append(_index) : parent.Append(_field.ResponseName);
    }

    /// <summary>The field in whose value the node is; null at the root.</summary>
    public FieldPlan? NearestField => _field ?? _parent?.NearestField;
}

/// <summary>An object with something to await in its fields or below.</summary>
internal sealed class ObjectNode(in NodePlace place, SelectionSetPlan set, object value) : ResultNode(place)
{
    public SelectionSetPlan Set { get; } = set;

    public object Value { get; } = value;

    public IImmutableDictionary<string, object?> Scoped { get; } = place.Scoped;

    /// <summary>By <see cref="FieldPlan.Slot"/>: values, nodes, <see cref="FieldOutcome"/>s; null for null.</summary>
    public object?[] Slots { get; } = set.SlotCount == 0 ? [] : new object?[set.SlotCount];
}

/// <summary>A list with something to await in its items.</summary>
internal sealed class ListNode(in NodePlace place, object?[] items) : ResultNode(place)
{
    public object?[] Items { get; } = items;

    /// <summary>Set when more items follow later.</summary>
    public StreamedList? Streamed { get; init; }

    public IImmutableDictionary<string, object?> Scoped { get; } = place.Scoped;
}

/// <summary>A value that could not become a node.</summary>
internal sealed class FailedNode(IError error)
{
    public IError Error { get; } = error;
}

/// <summary>A field whose resolver reported errors; the value, when there is one, counts all the same.</summary>
internal sealed class FieldOutcome(object? value, List<IError> errors)
{
    public object? Value { get; } = value;

    public List<IError> Errors { get; } = errors;
}
