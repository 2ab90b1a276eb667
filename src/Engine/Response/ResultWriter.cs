using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Response;

/// <summary>Compact UTF-8 JSON in one pooled, growing buffer that can be cut back to an earlier length, which is how null propagates. Not thread-safe.</summary>
/// <remarks>The caller writes commas and colons as part of precomputed names; nothing is checked here.</remarks>
public sealed class ResultWriter : IBufferWriter<byte>, IDisposable
{
    private byte[] _buffer;
    private int _length;

    /// <summary>An empty writer.</summary>
    /// <param name="initialBytes">First size of the pooled buffer.</param>
    public ResultWriter(int initialBytes = 4096) => _buffer = ArrayPool<byte>.Shared.Rent(initialBytes);

    /// <summary>How many bytes are written.</summary>
    public int Length => _length;

    /// <summary>All that is written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>All that is written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>Forgets all after this length.</summary>
    public void Truncate(int length) => _length = length;

    /// <summary>Empties the writer but keeps the buffer.</summary>
    public void Reset() => _length = 0;

    /// <summary>Room for this many bytes; call <see cref="Advance"/> afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int bytes)
    {
        if (_buffer.Length - _length < bytes) Grow(bytes);
        return _buffer.AsSpan(_length);
    }

    /// <summary>Takes bytes written to <see cref="GetSpan"/> into account.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int bytes) => _length += bytes;

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => GetSpan(Math.Max(sizeHint, 256));

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        GetSpan(Math.Max(sizeHint, 256));
        return _buffer.AsMemory(_length);
    }

    /// <summary>Ends an object or list whose members were each written with a comma before: the first comma becomes the opening bracket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Close(int start, byte open, byte close)
    {
        if (_length == start) WriteByte(open);
        else _buffer[start] = open;
        WriteByte(close);
    }

    /// <summary>Replaces a byte that is written.</summary>
    internal void Patch(int position, byte value) => _buffer[position] = value;

    /// <summary>Copies bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(GetSpan(utf8.Length));
        _length += utf8.Length;
    }

    /// <summary>One byte as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteByte(byte value)
    {
        if (_buffer.Length == _length) Grow(1);
        _buffer[_length++] = value;
    }

    /// <summary><c>null</c>.</summary>
    public void WriteNull() => WriteRaw("null"u8);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public void WriteBoolean(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    /// <summary>An integer.</summary>
    public void WriteInt32(int value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(11), out var written);
        _length += written;
    }

    /// <summary>An integer.</summary>
    public void WriteInt64(long value)
    {
        Utf8Formatter.TryFormat(value, GetSpan(20), out var written);
        _length += written;
    }

    /// <summary>A float, shortest text that reads back. Errors: <see cref="ArgumentException"/> for NaN and infinities, which JSON lacks.</summary>
    public void WriteDouble(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentException("JSON has no NaN or infinity.", nameof(value));
        WriteFormattable(value, 32);
    }

    /// <summary>A float, shortest text that reads back. Errors: as <see cref="WriteDouble"/>.</summary>
    public void WriteSingle(float value)
    {
        if (!float.IsFinite(value)) throw new ArgumentException("JSON has no NaN or infinity.", nameof(value));
        WriteFormattable(value, 32);
    }

    /// <summary>A decimal with its scale.</summary>
    public void WriteDecimal(decimal value) => WriteFormattable(value, 40);

    /// <summary>A value in invariant text, without quotes.</summary>
    public void WriteFormattable<T>(T value, int maxBytes, ReadOnlySpan<char> format = default) where T : IUtf8SpanFormattable
    {
        int written;
        while (!value.TryFormat(GetSpan(maxBytes), out written, format, CultureInfo.InvariantCulture)) maxBytes *= 2;
        _length += written;
    }

    /// <summary>A string with quotes. Escapes what JSON asks for, and U+2028/2029; nothing else. Lone surrogates become U+FFFD.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        var span = GetSpan(value.Length * 3 + 2);
        span[0] = (byte)'"';
        var plain = value.IndexOfAny(Escaped);
        if (plain < 0)
        {
            var written = Encoding.UTF8.GetBytes(value, span[1..]);
            span[written + 1] = (byte)'"';
            _length += written + 2;
            return;
        }
        _length++;
        while (true)
        {
            _length += Encoding.UTF8.GetBytes(value[..plain], GetSpan(plain * 3));
            WriteEscaped(value[plain]);
            value = value[(plain + 1)..];
            plain = value.IndexOfAny(Escaped);
            if (plain >= 0) continue;
            _length += Encoding.UTF8.GetBytes(value, GetSpan(value.Length * 3 + 1));
            WriteByte((byte)'"');
            return;
        }
    }

    /// <summary>A JSON element, compact.</summary>
    public void WriteElement(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteByte((byte)'{');
                var first = true;
                foreach (var property in element.EnumerateObject())
                {
                    if (!first) WriteByte((byte)',');
                    first = false;
                    WriteString(property.Name);
                    WriteByte((byte)':');
                    WriteElement(property.Value);
                }
                WriteByte((byte)'}');
                break;
            case JsonValueKind.Array:
                WriteByte((byte)'[');
                first = true;
                foreach (var item in element.EnumerateArray())
                {
                    if (!first) WriteByte((byte)',');
                    first = false;
                    WriteElement(item);
                }
                WriteByte((byte)']');
                break;
            case JsonValueKind.String:
                WriteString(element.GetString());
                break;
            case JsonValueKind.Undefined:
                WriteNull();
                break;
            default:
                WriteRaw(Encoding.UTF8.GetBytes(element.GetRawText()));
                break;
        }
    }

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(i => (char)i), '"', '\\', '\u2028', '\u2029']);

    private void WriteEscaped(char value)
    {
        switch (value)
        {
            case '"': WriteRaw("\\\""u8); break;
            case '\\': WriteRaw("\\\\"u8); break;
            case '\n': WriteRaw("\\n"u8); break;
            case '\r': WriteRaw("\\r"u8); break;
            case '\t': WriteRaw("\\t"u8); break;
            case '\b': WriteRaw("\\b"u8); break;
            case '\f': WriteRaw("\\f"u8); break;
            default:
                var span = GetSpan(6);
                "\\u"u8.CopyTo(span);
                ((int)value).TryFormat(span[2..], out _, "X4", CultureInfo.InvariantCulture);
                _length += 6;
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        var grown = ArrayPool<byte>.Shared.Rent(Math.Max(checked(_length + bytes), _buffer.Length * 2));
        _buffer.AsSpan(0, _length).CopyTo(grown);
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = grown;
    }
}
