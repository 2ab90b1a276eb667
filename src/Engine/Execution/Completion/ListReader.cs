using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>Reads one CLR type of list; items of value types are not boxed where their scalar allows.</summary>
internal abstract class ListReader
{
    private static readonly ConcurrentDictionary<Type, ListReader> Readers = new();

    /// <summary>The CLR type of list that it reads.</summary>
    public abstract Type? ListType { get; }

    /// <summary>Writes the list in brackets. False: an item failed that must not be null.</summary>
    public abstract bool Write(WritePhase phase, FieldPlan field, ListCompletion completion, object list);

    /// <summary>A copy of the items.</summary>
    public abstract object?[] ToArray(object list);

    /// <summary>The reader for a value; null when it is no list.</summary>
    public static ListReader? For(object value)
    {
        if (value is string or not IEnumerable) return null;
        return Readers.GetOrAdd(value.GetType(), static type =>
        {
            var reader = type.IsSZArray ? typeof(ArrayReader<>).MakeGenericType(type.GetElementType()!)
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? typeof(GenericListReader<>).MakeGenericType(type.GetGenericArguments())
                : null;
            return reader is null
                ? new SequenceReader(type)
                : (ListReader)reader.GetField(nameof(ArrayReader<int>.Instance), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        });
    }
}

/// <summary>Arrays.</summary>
internal sealed class ArrayReader<T> : ListReader
{
    public static readonly ArrayReader<T> Instance = new();

    public override Type ListType => typeof(T[]);

    public override bool Write(WritePhase phase, FieldPlan field, ListCompletion completion, object list) =>
        new ItemWriter<T>(phase, field, completion.Element).WriteAll((T[])list);

    public override object?[] ToArray(object list)
    {
        var items = (T[])list;
        var copy = new object?[items.Length];
        for (var i = 0; i < items.Length; i++) copy[i] = items[i];
        return copy;
    }
}

/// <summary><see cref="List{T}"/>.</summary>
internal sealed class GenericListReader<T> : ListReader
{
    public static readonly GenericListReader<T> Instance = new();

    public override Type ListType => typeof(List<T>);

    public override bool Write(WritePhase phase, FieldPlan field, ListCompletion completion, object list) =>
        new ItemWriter<T>(phase, field, completion.Element).WriteAll(System.Runtime.InteropServices.CollectionsMarshal.AsSpan((List<T>)list));

    public override object?[] ToArray(object list)
    {
        var items = (List<T>)list;
        var copy = new object?[items.Count];
        for (var i = 0; i < copy.Length; i++) copy[i] = items[i];
        return copy;
    }
}

/// <summary>Every other sequence.</summary>
internal sealed class SequenceReader(Type type) : ListReader
{
    public override Type ListType => type;

    public override bool Write(WritePhase phase, FieldPlan field, ListCompletion completion, object list) =>
        new ItemWriter<object?>(phase, field, completion.Element).WriteAll((IEnumerable)list);

    public override object?[] ToArray(object list)
    {
        var items = new List<object?>();
        foreach (var item in (IEnumerable)list) items.Add(item);
        return [.. items];
    }
}

/// <summary>Writes the items of one list. An item that throws costs only itself when it may be null.</summary>
#pragma warning disable CS8714 // T is a value type wherever the scalar is used.
internal readonly ref struct ItemWriter<T>(WritePhase phase, FieldPlan field, ValueCompletion element)
{
    private readonly ScalarType<T>? _scalar = typeof(T).IsValueType && element is ScalarCompletion s ? ScalarOf(s) : null;

    public bool WriteAll(ReadOnlySpan<T> items)
    {
        var writer = phase.Writer;
        var start = writer.Length;
        var depth = phase.EnterList(field);
        var i = 0;
        while (i < items.Length)
        {
            var itemStart = writer.Length;
            try
            {
                for (; i < items.Length; i++)
                {
                    itemStart = writer.Length;
                    writer.WriteByte((byte)',');
                    phase.MoveTo(i);
                    if (WriteItem(items[i])) continue;
                    phase.CollectErrors(items[(i + 1)..]);
                    phase.Restore(depth);
                    return false;
                }
            }
            catch (Exception e)
            {
                if (!Recover(e, depth + 1, itemStart))
                {
                    phase.CollectErrors(items[(i + 1)..]);
                    phase.Restore(depth);
                    return false;
                }
                i++;
            }
        }
        phase.Restore(depth);
        writer.Close(start, (byte)'[', (byte)']');
        return true;
    }

    public bool WriteAll(IEnumerable items)
    {
        var writer = phase.Writer;
        var start = writer.Length;
        var depth = phase.EnterList(field);
        var i = 0;
        // What the sequence itself throws fails the whole list and is caught where the field is written.
        foreach (var item in items)
        {
            var itemStart = writer.Length;
            writer.WriteByte((byte)',');
            phase.MoveTo(i++);
            bool written;
            try
            {
                written = phase.Complete(field, element, item);
            }
            catch (Exception e)
            {
                written = Recover(e, depth + 1, itemStart);
            }
            if (written) continue;
            phase.Restore(depth);
            return false;
        }
        phase.Restore(depth);
        writer.Close(start, (byte)'[', (byte)']');
        return true;
    }

    private bool WriteItem(T item)
    {
        if (_scalar is null || !typeof(T).IsValueType) return phase.Complete(field, element, item);
        _scalar.Write(phase.Writer, item);
        return true;
    }

    private bool Recover(Exception exception, int depth, int itemStart)
    {
        phase.Restore(depth);
        phase.Fail(field, exception);
        if (element.NonNull) return false;
        phase.Writer.Truncate(itemStart);
        phase.Writer.WriteRaw(",null"u8);
        return true;
    }

    private static ScalarType<T>? ScalarOf(ScalarCompletion completion) => (object)completion.Scalar as ScalarType<T>;
}
