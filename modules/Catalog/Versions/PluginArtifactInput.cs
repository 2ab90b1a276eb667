using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Versions;

/// <summary>A file of a version that is published.</summary>
/// <param name="Url">Where it can be fetched.</param>
/// <param name="Platform">What it runs on, such as <c>linux-amd64</c>; without, everything.</param>
/// <param name="Sha256">Its digest: 64 hexadecimal digits.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Signature">Its publisher's signature over the file in base64, as <c>openssl dgst -sha256 -sign</c> makes it.</param>
public sealed record PluginArtifactInput(string Url, string? Platform, string? Sha256, long? SizeBytes, string? Signature)
{
    private const string Argument = "artifacts";

    internal PluginArtifact Checked()
    {
        var sha256 = Text.Optional(Sha256, Argument, 64)?.ToLowerInvariant();
        if (sha256 is not null && (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigit)))
            throw new InputInvalidException(Argument, "A sha256 has 64 hexadecimal digits.");
        if (SizeBytes < 0)
            throw new InputInvalidException(Argument, "A size is not negative.");
        var url = Text.Url(Url, Argument) ?? throw new InputInvalidException(Argument, "A file needs an absolute http(s) address.");
        return new PluginArtifact(Text.Optional(Platform, Argument, 64), url, sha256, SizeBytes, Text.Optional(Signature, Argument, 10_000));
    }
}
