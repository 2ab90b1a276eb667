using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using GraphQLPlugins.Engine.AspNetCore.Uploads;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Types;

/// <summary>The scalar <c>Upload</c>: a file of a multipart request. Input only, and only by variable. Source: the GraphQL multipart request specification.</summary>
public sealed class UploadType : ScalarType<IFile>
{
    /// <summary>The scalar.</summary>
    [SetsRequiredMembers]
    public UploadType()
    {
        Name = "Upload";
        RuntimeType = typeof(IFile);
        Description = "The `Upload` scalar type represents a file upload.";
    }

    /// <inheritdoc/>
    public override object ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && UploadTickets.Find(value.GetString()!) is { } file
            ? file
            : throw new LeafCoercionException("Upload takes a file of a multipart request.");

    /// <inheritdoc/>
    public override object ParseLiteral(IValueNode literal) => throw new LeafCoercionException("Upload has no literals; use a variable.");

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value) => throw new LeafCoercionException("Upload cannot be sent to clients.");

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, IFile value) => Write(writer, (object)value);

    /// <inheritdoc/>
    public override IValueNode ToLiteral(object? value) => value is null
        ? NullValueNode.Default
        : throw new LeafCoercionException("Upload has no literals; use a variable.");
}
