using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Ide;

/// <summary>The files of GraphiQL, embedded when the assembly was built, compressed then.</summary>
internal static class IdeAssets
{
    private static readonly FrozenDictionary<string, byte[]> Files = Load();

    /// <summary>Whether the files were built.</summary>
    public static bool AreBuilt => Files.ContainsKey("ide.js");

    /// <summary>Stands in the files' URLs, so that browsers keep them until they change.</summary>
    public static string Version { get; } = ComputeVersion();

    /// <summary>Sends a file; 404 when there is none of this name.</summary>
    public static async Task SendAsync(HttpContext context, string name)
    {
        var response = context.Response;
        if (!Files.TryGetValue(name, out var compressed))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        response.ContentType = ContentTypeOf(name);
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.Vary = "Accept-Encoding";
        response.Headers.XContentTypeOptions = "nosniff";
        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = compressed.Length;
            await response.Body.WriteAsync(compressed, context.RequestAborted);
            return;
        }
        await using var plain = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        await plain.CopyToAsync(response.Body, context.RequestAborted);
    }

    private static string ContentTypeOf(string name) => System.IO.Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".ttf" => "font/ttf",
        _ => "application/octet-stream",
    };

    private static FrozenDictionary<string, byte[]> Load()
    {
        const string folder = "ide/";
        var assembly = typeof(IdeAssets).Assembly;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (!resource.StartsWith(folder, StringComparison.Ordinal)) continue;
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            files.Add(resource[folder.Length..^".gz".Length], bytes);
        }
        return files.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string ComputeVersion()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var name in Files.Keys.Order(StringComparer.Ordinal)) hash.AppendData(Files[name]);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
