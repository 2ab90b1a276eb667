namespace GraphQLPlugins.Engine.Types;

/// <summary>An uploaded file; can be read while the request runs, as often as wanted.</summary>
public interface IFile
{
    /// <summary>The name that the client gave; never a path to trust.</summary>
    string Name { get; }

    /// <summary>Bytes; null when unknown.</summary>
    long? Length { get; }

    /// <summary>The media type that the client gave, or null.</summary>
    string? ContentType { get; }

    /// <summary>Copies the content.</summary>
    Task CopyToAsync(Stream target, CancellationToken cancellationToken = default);

    /// <summary>Opens the content from its start; the caller disposes the stream.</summary>
    Stream OpenReadStream();
}

/// <summary>A file made from a stream, for callers in process and tests.</summary>
public sealed class StreamFile(string name, Func<Stream> openReadStream, long? length = null, string? contentType = null) : IFile
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public long? Length => length;

    /// <inheritdoc/>
    public string? ContentType => contentType;

    /// <inheritdoc/>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken = default)
    {
        await using var source = OpenReadStream();
        await source.CopyToAsync(target, cancellationToken);
    }

    /// <inheritdoc/>
    public Stream OpenReadStream() => openReadStream();
}
