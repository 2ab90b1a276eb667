using Microsoft.EntityFrameworkCore.Metadata;
using System.Buffers;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>
/// Collects the shape of a request's arguments (what is asked, without the values) and the values beside it. Equal shapes run the same compiled query.
/// The shape is text so that it can be looked up as a span, without an allocation.
/// </summary>
internal ref struct ShapeWriter
{
    private Span<char> _shape;
    private char[]? _rented;
    private int _length;

    public ShapeWriter(Span<char> buffer, DataLimits limits)
    {
        _shape = buffer;
        Limits = limits;
        Values = [];
    }

    public DataLimits Limits { get; }

    /// <summary>What is known of the database's columns; null in memory, and where nobody knows yet where the values go.</summary>
    public IModel? Model { get; set; }

    /// <summary>The values in the order in which the shape names them.</summary>
    public List<object?> Values { get; }

    /// <summary>Operations so far, against the limit.</summary>
    public int Operations { get; set; }

    public readonly ReadOnlySpan<char> Shape => _shape[.._length];

    public void Write(char c)
    {
        if (_length == _shape.Length) Grow();
        _shape[_length++] = c;
    }

    /// <summary>A number as one character; numbers above 60,000 do not occur.</summary>
    public void Write(int number) => Write((char)(number + ' '));

    /// <summary>A number of any size.</summary>
    public void WriteIdentity(int number)
    {
        Write(number & 0x7FFF);
        Write(number >> 15);
    }

    /// <summary>Something nested begins. Its marks are no numbers, so no two arguments have one shape.</summary>
    public void Open() => Write('\u0001');

    /// <summary>The next of several begins.</summary>
    public void Next() => Write('\u0002');

    /// <summary>Something nested ends.</summary>
    public void Close() => Write('\u0003');

    /// <summary>Characters so far.</summary>
    public readonly int Length => _length;

    /// <summary>Forgets what was written after the first <paramref name="length"/> characters; the values stay.</summary>
    public void Truncate(int length) => _length = length;

    public readonly void Dispose()
    {
        if (_rented is not null) ArrayPool<char>.Shared.Return(_rented);
    }

    private void Grow()
    {
        var larger = ArrayPool<char>.Shared.Rent(_shape.Length * 2);
        _shape.CopyTo(larger);
        if (_rented is not null) ArrayPool<char>.Shared.Return(_rented);
        _shape = _rented = larger;
    }
}
