using System.Buffers;
using System.IO.Pipelines;

namespace GraphQLPlugins.Engine.AspNetCore.Requests;

/// <summary>A request's body in one pooled array.</summary>
internal sealed class RequestBuffer : IDisposable
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>The bytes; valid until <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Reads all of a body.</summary>
    /// <returns>False when there is more than <paramref name="maxBytes"/>; what was read so far is kept.</returns>
    public async ValueTask<bool> TryReadAsync(PipeReader reader, int maxBytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var fits = TryAppend(result.Buffer, maxBytes);
            reader.AdvanceTo(result.Buffer.End);
            if (!fits) return false;
            if (result.IsCompleted) return true;
            if (result.IsCanceled) throw new OperationCanceledException();
        }
    }

    /// <summary>Adds bytes.</summary>
    /// <returns>False when they would be more than <paramref name="maxBytes"/> in all.</returns>
    public bool TryAppend(in ReadOnlySequence<byte> bytes, int maxBytes)
    {
        if (_length + bytes.Length > maxBytes) return false;
        var count = (int)bytes.Length;
        EnsureRoom(count);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += count;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private void EnsureRoom(int count)
    {
        if (_bytes.Length - _length >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + count, _bytes.Length * 2));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
