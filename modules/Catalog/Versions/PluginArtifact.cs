namespace GraphQLPlugins.Catalog.Versions;

/// <summary>A file of a version.</summary>
/// <param name="Platform">What it runs on, such as <c>linux-amd64</c>; null when on everything.</param>
/// <param name="Url">Where it can be fetched.</param>
/// <param name="Sha256">Its digest, lower-case hexadecimal.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Signature">Its publisher's signature, as published; checked where it is installed.</param>
public sealed record PluginArtifact(string? Platform, string? Url, string? Sha256, long? SizeBytes, string? Signature);
