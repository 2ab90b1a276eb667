using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Execution.Incremental;

/// <summary>Writes the members of subsequent results in one of the two formats. Each list is written with a comma before every entry.</summary>
internal sealed class PatchWriter(IncrementalFormat format) : IDisposable
{
    private readonly ResultWriter _pending = new(256);
    private readonly ResultWriter _incremental = new(1024);
    private readonly ResultWriter _completed = new(256);

    public bool IsEmpty => _incremental.Length == 0 && _completed.Length == 0;

    /// <summary>Something that the client has to wait for.</summary>
    public void Pending(IEnumerable<DeferInstance> announced)
    {
        if (format == IncrementalFormat.ById) WritePending(_pending, announced);
    }

    /// <summary>The fields of an object; <paramref name="data"/> is null when they became null.</summary>
    public void Fields(FieldsPart part, ReadOnlySpan<byte> data, bool isNull, IReadOnlyList<IError> errors)
    {
        if (format == IncrementalFormat.ById)
        {
            if (isNull) return;
            Open(errors);
            _incremental.WriteRaw("\"data\":"u8);
            _incremental.WriteRaw(data);
            Identify(part.Instances, part.Path);
            return;
        }
        Open(errors);
        _incremental.WriteRaw("\"data\":"u8);
        _incremental.WriteRaw(data);
        Locate(part.Instances[0].Label, part.Path);
    }

    /// <summary>Items of a list.</summary>
    public void Items(ItemsPart part, ReadOnlySpan<byte> items, int firstIndex, IReadOnlyList<IError> errors)
    {
        Open(errors);
        _incremental.WriteRaw("\"items\":"u8);
        _incremental.WriteRaw(items);
        if (format == IncrementalFormat.ById) Identify(part.Instances, part.Path);
        else Locate(part.Instances[0].Label, part.Path.Append(firstIndex));
    }

    /// <summary>A list ends before its time.</summary>
    public void NoItems(ItemsPart part, int index, IReadOnlyList<IError> errors)
    {
        if (format == IncrementalFormat.ByPath) Items(part, "null"u8, index, errors);
    }

    /// <summary>Something that the client need not wait for any more; with the reason when it failed.</summary>
    public void Completed(IEnumerable<DeferInstance> instances, IReadOnlyList<IError>? errors = null)
    {
        if (format != IncrementalFormat.ById) return;
        foreach (var instance in instances)
        {
            if (instance.Id is null) continue;
            _completed.WriteRaw(",{\"id\":"u8);
            _completed.WriteString(instance.Id);
            if (errors is { Count: > 0 })
            {
                _completed.WriteRaw(",\"errors\":"u8);
                _completed.WriteErrors(errors);
            }
            _completed.WriteByte((byte)'}');
        }
    }

    /// <summary>The whole result.</summary>
    public PatchResult Finish(bool hasNext)
    {
        var writer = new ResultWriter(_incremental.Length + _pending.Length + _completed.Length + 64);
        Member(writer, ",\"pending\":"u8, _pending);
        Member(writer, ",\"incremental\":"u8, _incremental);
        Member(writer, ",\"completed\":"u8, _completed);
        writer.WriteRaw(hasNext ? ",\"hasNext\":true"u8 : ",\"hasNext\":false"u8);
        writer.Close(0, (byte)'{', (byte)'}');
        return new PatchResult(writer, hasNext);
    }

    /// <summary>The announcements of the initial result, as a member with a comma before it; empty without any.</summary>
    public static byte[] PendingMember(IncrementalFormat format, IReadOnlyList<DeferInstance> announced)
    {
        if (format != IncrementalFormat.ById || announced.Count == 0) return [];
        using var list = new ResultWriter(256);
        WritePending(list, announced);
        using var member = new ResultWriter(256);
        Member(member, ",\"pending\":"u8, list);
        return member.Written.ToArray();
    }

    public void Dispose()
    {
        _pending.Dispose();
        _incremental.Dispose();
        _completed.Dispose();
    }

    private static void WritePending(ResultWriter writer, IEnumerable<DeferInstance> announced)
    {
        foreach (var instance in announced)
        {
            writer.WriteRaw(",{\"id\":"u8);
            writer.WriteString(instance.Id);
            writer.WriteRaw(",\"path\":"u8);
            writer.WritePath(instance.Path);
            WriteLabel(writer, instance.Label);
            writer.WriteByte((byte)'}');
        }
    }

    private static void Member(ResultWriter writer, ReadOnlySpan<byte> name, ResultWriter entries)
    {
        if (entries.Length == 0) return;
        writer.WriteRaw(name);
        var start = writer.Length;
        writer.WriteRaw(entries.Written);
        writer.Close(start, (byte)'[', (byte)']');
    }

    private void Open(IReadOnlyList<IError> errors)
    {
        _incremental.WriteRaw(",{"u8);
        if (errors.Count == 0) return;
        _incremental.WriteRaw("\"errors\":"u8);
        _incremental.WriteErrors(errors);
        _incremental.WriteByte((byte)',');
    }

    // The innermost of those who wait has the shortest way to the data.
    private void Identify(IReadOnlyList<DeferInstance> instances, Path path)
    {
        var best = instances[0];
        foreach (var instance in instances)
        {
            if (instance.Id is not null && (best.Id is null || instance.Path.Length > best.Path.Length)) best = instance;
        }
        _incremental.WriteRaw(",\"id\":"u8);
        _incremental.WriteString(best.Id);
        if (path.Length > best.Path.Length)
        {
            var below = Path.Root;
            foreach (var segment in path.ToList().Skip(best.Path.Length)) below = segment is int index ? below.Append(index) : below.Append((string)segment);
            _incremental.WriteRaw(",\"subPath\":"u8);
            _incremental.WritePath(below);
        }
        _incremental.WriteByte((byte)'}');
    }

    private void Locate(string? label, Path path)
    {
        WriteLabel(_incremental, label);
        _incremental.WriteRaw(",\"path\":"u8);
        _incremental.WritePath(path);
        _incremental.WriteByte((byte)'}');
    }

    private static void WriteLabel(ResultWriter writer, string? label)
    {
        if (label is null) return;
        writer.WriteRaw(",\"label\":"u8);
        writer.WriteString(label);
    }
}
