using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace GraphQLPlugins.Engine.Language;

/// <summary>A string as UTF-8 in a rented buffer. A surrogate without its partner becomes a byte that the lexer refuses at the right column.</summary>
internal ref struct Utf8Text
{
    private readonly byte[] _buffer;

    public Utf8Text(string source, ParserOptions options)
    {
        if (source.Length > options.MaxAllowedBytes) throw Utf8GraphQLParser.TooManyBytes(options);
        _buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(source.Length));
        var text = source.AsSpan();
        var length = 0;
        while (true)
        {
            var status = Utf8.FromUtf16(text, _buffer.AsSpan(length), out var read, out var written, replaceInvalidSequences: false);
            length += written;
            if (status == OperationStatus.Done) break;
            _buffer[length++] = 0xFF;
            text = text[(read + 1)..];
        }

        Bytes = _buffer.AsSpan(0, length);
    }

    public ReadOnlySpan<byte> Bytes { get; }

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
