using System.Buffers;

namespace GraphQLPlugins.Engine.AspNetCore.Responses;

/// <summary>Passes bytes on and counts them, so that the length is known before the headers are sent. Pooled with its request.</summary>
internal sealed class CountingWriter : IBufferWriter<byte>
{
    private IBufferWriter<byte> _output = null!;

    /// <summary>Bytes since <see cref="Start"/>.</summary>
    public long Count { get; private set; }

    /// <summary>Starts over with another output.</summary>
    public void Start(IBufferWriter<byte> output)
    {
        _output = output;
        Count = 0;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        Count += count;
        _output.Advance(count);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => _output.GetMemory(sizeHint);

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => _output.GetSpan(sizeHint);
}
