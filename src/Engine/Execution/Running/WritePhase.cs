using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>Writes the response depth first in one synchronous pass. Null propagates by cutting the writer back to where the nearest nullable value began.</summary>
/// <remarks>
/// Every member is written with a comma before it; the first comma is then turned into the opening bracket. A path is kept as a stack of composite fields and
/// list indexes and becomes a <see cref="Path"/> only for an error.
/// </remarks>
internal sealed class WritePhase(OperationRun run)
{
    private Step[] _steps = new Step[32];
    private int _depth;
    private Path _basePath = Path.Root;
    private IImmutableDictionary<string, object?> _scoped = ImmutableDictionary<string, object?>.Empty;

    public ResultWriter Writer { get; private set; } = null!;

    /// <summary>The context of pure resolvers; one at a time runs.</summary>
    public ResolverContext PureContext { get; } = new(run);

    public void Begin(ResultWriter writer, Path basePath, IImmutableDictionary<string, object?> scoped)
    {
        Writer = writer;
        _basePath = basePath;
        _scoped = scoped;
        _depth = 0;
    }

    /// <summary>Writes the fields of an object that has nothing to await. False: a field failed that must not be null.</summary>
    public bool WriteFields(SelectionSetPlan set, object parent)
    {
        if (set.Defers) run.Deliveries!.Record(set, parent, PathOf(), _scoped);
        if (!set.Accepts(parent)) return WriteMismatched(set, parent);
        var writer = Writer;
        var fields = set.Fields;
        var conditions = run.Conditions;
        var start = writer.Length;
        var fieldStart = start;
        var depth = _depth;
        var i = 0;
        while (true)
        {
            try
            {
                for (; i < fields.Length; i++)
                {
                    var field = fields[i];
                    if (field.Condition is not null && !field.Condition.IsMet(conditions)) continue;
                    fieldStart = writer.Length;
                    writer.WriteRaw(field.Utf8Name);
                    if (!field.Writer.Write(this, field, parent)) return false;
                }
                break;
            }
            catch (Exception e)
            {
                if (!Recover(fields[i], e, depth, fieldStart)) return false;
                i++;
            }
        }
        writer.Close(start, (byte)'{', (byte)'}');
        return true;
    }

    /// <summary>Writes the fields of an object of which some were awaited. False: a field failed that must not be null.</summary>
    public bool WriteNode(ObjectNode node)
    {
        var fields = node.Set.Fields;
        var start = Writer.Length;
        var scoped = _scoped;
        _scoped = node.Scoped;
        if (node.Set.Defers) run.Deliveries!.Record(node.Set, node.Value, PathOf(), _scoped);
        for (var i = 0; i < fields.Length; i++)
        {
            var field = fields[i];
            if (field.Condition is not null && !field.Condition.IsMet(run.Conditions)) continue;
            if (WriteNodeField(node, field)) continue;
            for (i++; i < fields.Length; i++) CollectErrors(fields[i].Slot >= 0 ? node.Slots[fields[i].Slot] : null);
            _scoped = scoped;
            return false;
        }
        _scoped = scoped;
        Writer.Close(start, (byte)'{', (byte)'}');
        return true;
    }

    /// <summary>Writes the items of a streamed list that were read since the last time.</summary>
    public bool WriteItems(ItemsPart part)
    {
        _scoped = run.RootScopedData;
        var start = Writer.Length;
        var index = part.FirstIndex;
        foreach (var item in part.Items)
        {
            var itemStart = Writer.Length;
            Writer.WriteByte((byte)',');
            Push(part.Field, index++);
            bool written;
            try
            {
                written = Complete(part.Field, part.Element, item);
            }
            catch (Exception e)
            {
                _depth = 1;
                written = Fail(part.Field, e) || !part.Element.NonNull;
                Writer.Truncate(itemStart);
                Writer.WriteRaw(",null"u8);
            }
            _depth = 0;
            if (!written) return false;
        }
        Writer.Close(start, (byte)'[', (byte)']');
        return true;
    }

    /// <summary>Takes note of the rest of a list whose first items were written.</summary>
    public void Defer(FieldPlan field, ValueCompletion element, ListNode list)
    {
        if (list.Streamed is { Rest: not null } streamed) run.Deliveries!.Record(field, element, streamed, PathOf(), list.Scoped);
    }

    /// <summary>Writes one field of such an object, name and value. False: it failed and must not be null.</summary>
    public bool WriteNodeField(ObjectNode node, FieldPlan field)
    {
        var fieldStart = Writer.Length;
        var depth = _depth;
        Writer.WriteRaw(field.Utf8Name);
        try
        {
            return field.Slot >= 0 ? WriteSlot(field, node.Slots[field.Slot]) : WriteChecked(field, node.Value);
        }
        catch (Exception e)
        {
            return Recover(field, e, depth, fieldStart);
        }
    }

    /// <summary>Writes an awaited value, after the name.</summary>
    public bool WriteSlot(FieldPlan field, object? value)
    {
        if (value is not FieldOutcome outcome) return Complete(field, field.Completion, value);
        AddErrors(outcome.Errors);
        if (outcome.Value is not null) return Complete(field, field.Completion, outcome.Value);
        if (field.Completion.NonNull) return false;
        Writer.WriteNull();
        return true;
    }

    /// <summary>Writes a value as its type asks. False: it is or became null where null is refused, and the error is reported.</summary>
    public bool Complete(FieldPlan field, ValueCompletion completion, object? value)
    {
        if (value is null) return WriteNull(field, completion);
        var start = Writer.Length;
        if (completion.Write(this, field, value)) return true;
        if (completion.NonNull) return false;
        run.Deliveries?.DropBelow(PathOf(field));
        Writer.Truncate(start);
        Writer.WriteNull();
        return true;
    }

    /// <summary>Writes null, or reports it where it is refused.</summary>
    public bool WriteNull(FieldPlan field, ValueCompletion completion)
    {
        if (completion.NonNull) return Fail(field, FieldErrors.NullInNonNull());
        Writer.WriteNull();
        return true;
    }

    /// <summary>Puts a field on the path, unless it is there already (below a list). <see cref="Leave"/> takes it off.</summary>
    public bool Enter(FieldPlan field)
    {
        if (_depth > 0 && ReferenceEquals(_steps[_depth - 1].Field, field)) return false;
        Push(field, -1);
        return true;
    }

    public void Leave() => _depth--;

    /// <summary>Puts a list index on the path and returns the depth to <see cref="Restore"/>.</summary>
    public int EnterList(FieldPlan field)
    {
        Push(field, 0);
        return _depth - 1;
    }

    /// <summary>Sets the innermost list index.</summary>
    public void MoveTo(int index) => _steps[_depth - 1].Index = index;

    public void Restore(int depth) => _depth = depth;

    /// <summary>Reports what a field or the present item of its list threw. Always false.</summary>
    public bool Fail(FieldPlan field, Exception exception)
    {
        run.Errors.AddException(exception, PathOf(field), field);
        return false;
    }

    /// <summary>Reports an error at a field or the present item of its list. Always false.</summary>
    public bool Fail(FieldPlan field, IError error)
    {
        run.Errors.Add(FieldErrors.Place(error, PathOf(field), field));
        return false;
    }

    /// <summary>Reports an error that has its path. Always false.</summary>
    public bool Fail(IError error)
    {
        run.Errors.Add(error);
        return false;
    }

    public void AddErrors(List<IError> errors)
    {
        foreach (var error in errors) run.Errors.Add(error);
    }

    /// <summary>Reports the errors in what will not be written, because null propagated past it.</summary>
    public void CollectErrors<T>(ReadOnlySpan<T> values)
    {
        if (typeof(T).IsValueType) return;
        foreach (var value in values) CollectErrors((object?)value);
    }

    /// <summary>The path of a field, or of the present item of its list.</summary>
    public Path PathOf(FieldPlan field)
    {
        var path = PathOf();
        return _depth > 0 && ReferenceEquals(_steps[_depth - 1].Field, field) ? path : path.Append(field.ResponseName);
    }

    private Path PathOf()
    {
        var path = _basePath;
        for (var i = 0; i < _depth; i++) path = _steps[i].Index < 0 ? path.Append(_steps[i].Field.ResponseName) : path.Append(_steps[i].Index);
        return path;
    }

    private void CollectErrors(object? value)
    {
        switch (value)
        {
            case FieldOutcome outcome:
                AddErrors(outcome.Errors);
                CollectErrors(outcome.Value);
                break;
            case FailedNode failed:
                run.Errors.Add(failed.Error);
                break;
            case ObjectNode node:
                foreach (var slot in node.Slots) CollectErrors(slot);
                break;
            case ListNode list:
                foreach (var item in list.Items) CollectErrors(item);
                break;
        }
    }

    // Some getter cannot read this object: each field is looked at by itself.
    private bool WriteMismatched(SelectionSetPlan set, object parent)
    {
        var start = Writer.Length;
        var depth = _depth;
        foreach (var field in set.Fields)
        {
            if (field.Condition is not null && !field.Condition.IsMet(run.Conditions)) continue;
            var fieldStart = Writer.Length;
            Writer.WriteRaw(field.Utf8Name);
            bool written;
            try
            {
                written = WriteChecked(field, parent);
            }
            catch (Exception e)
            {
                written = Recover(field, e, depth, fieldStart);
            }
            if (!written) return false;
        }
        Writer.Close(start, (byte)'{', (byte)'}');
        return true;
    }

    private bool WriteChecked(FieldPlan field, object parent) =>
        field.Writer is GetterWriter getter && !getter.ParentType.IsInstanceOfType(parent)
            ? throw FieldErrors.CannotCastParent(field, parent)
            : field.Writer.Write(this, field, parent);

    private bool Recover(FieldPlan field, Exception exception, int depth, int fieldStart)
    {
        _depth = depth;
        Fail(field, exception);
        if (field.Completion.NonNull) return false;
        run.Deliveries?.DropBelow(PathOf(field));
        Writer.Truncate(fieldStart);
        Writer.WriteRaw(field.Utf8Name);
        Writer.WriteNull();
        return true;
    }

    private void Push(FieldPlan field, int index)
    {
        if (_depth == _steps.Length) Array.Resize(ref _steps, _depth * 2);
        _steps[_depth].Field = field;
        _steps[_depth++].Index = index;
    }

    private struct Step
    {
        public FieldPlan Field;
        public int Index;
    }
}
