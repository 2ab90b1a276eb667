using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Persisted;

/// <summary>Hashes of documents, as clients send and the server computes them.</summary>
internal static class DocumentHash
{
    /// <summary>The hash in <c>extensions.persistedQuery</c>, or null.</summary>
    public static string? Find(JsonElement extensions, DocumentHashAlgorithm algorithm) =>
        extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("persistedQuery"u8, out var query)
        && query.ValueKind == JsonValueKind.Object && query.TryGetProperty(NameOf(algorithm), out var hash) && hash.ValueKind == JsonValueKind.String
            ? hash.GetString()
            : null;

    /// <summary>The hash of a document's bytes.</summary>
    public static string Compute(ReadOnlySpan<byte> document, DocumentHashAlgorithm algorithm, HashFormat format)
    {
        // MD5 and SHA-1 only name documents of clients that know no better; nothing is trusted because of them.
#pragma warning disable CA5350, CA5351
        var hash = algorithm switch
        {
            DocumentHashAlgorithm.Md5 => MD5.HashData(document),
            DocumentHashAlgorithm.Sha1 => SHA1.HashData(document),
            _ => SHA256.HashData(document),
        };
#pragma warning restore CA5350, CA5351
        return format == HashFormat.Hex ? Convert.ToHexStringLower(hash) : Base64Url.EncodeToString(hash);
    }

    /// <summary>The member of <c>extensions.persistedQuery</c>.</summary>
    public static string NameOf(DocumentHashAlgorithm algorithm) => algorithm switch
    {
        DocumentHashAlgorithm.Md5 => "md5Hash",
        DocumentHashAlgorithm.Sha1 => "sha1Hash",
        _ => "sha256Hash",
    };
}
