using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Types;

/// <summary>An uploaded file.</summary>
public interface IFile
{
    /// <summary>The file name that the client gave.</summary>
    string Name { get; }

    /// <summary>The size in bytes, or null when unknown.</summary>
    long? Length { get; }

    /// <summary>The media type that the client gave, or null.</summary>
    string? ContentType { get; }

    /// <summary>Copies the content.</summary>
    Task CopyToAsync(Stream target, CancellationToken cancellationToken = default);

    /// <summary>Opens the content; the caller disposes the stream.</summary>
    Stream OpenReadStream();
}

/// <summary>A file whose content comes from a function.</summary>
public sealed class StreamFile(string name, Func<Stream> openReadStream, long? length = null, string? contentType = null) : IFile
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public long? Length { get; } = length;

    /// <inheritdoc/>
    public string? ContentType { get; } = contentType;

    /// <inheritdoc/>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken = default)
    {
        var source = openReadStream();
        await using (source.ConfigureAwait(false)) await source.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Stream OpenReadStream() => openReadStream();
}

/// <summary>A file of a multipart request. The transport puts a ticket in the place of each file; no other text is a file. Source: the GraphQL multipart request specification.</summary>
public sealed class UploadType : ScalarBase<IFile>
{
    [SetsRequiredMembers]
    public UploadType() : base("Upload", "The `Upload` scalar type represents a file upload.")
    {
    }

    /// <inheritdoc/>
    public override object ParseLiteral(IValueNode literal) => throw CannotParse(literal);

    /// <inheritdoc/>
    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && UploadTickets.Find(value.GetString()!) is { } file ? file : throw CannotParse(value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, IFile value) => throw CannotSerialize(value);

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : throw CannotSerialize(value);
}
