using System.Buffers;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Reads fields that end with NUL.</summary>
internal sealed class NulReader(Stream stream)
{
    private const int MaxFieldBytes = 1024 * 1024;
    private readonly ArrayBufferWriter<byte> _field = new();
    private readonly byte[] _block = new byte[32 * 1024];
    private int _at;
    private int _length;

    /// <summary>The next field; null at the end.</summary>
    /// <exception cref="GitReadLimitException">It is longer than any should be.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken ct)
    {
        _field.ResetWrittenCount();
        while (true)
        {
            if (_at == _length)
            {
                (_at, _length) = (0, await stream.ReadAsync(_block, ct));
                if (_length == 0) return _field.WrittenCount == 0 ? null : GitText.Decode(_field.WrittenSpan);
            }
            var end = _block.AsSpan(_at, _length - _at).IndexOf((byte)0);
            _field.Write(_block.AsSpan(_at, end < 0 ? _length - _at : end));
            _at = end < 0 ? _length : _at + end + 1;
            if (end >= 0) return GitText.Decode(_field.WrittenSpan);
            if (_field.WrittenCount > MaxFieldBytes) throw new GitReadLimitException($"A name or a message has more than {MaxFieldBytes} bytes.");
        }
    }
}
