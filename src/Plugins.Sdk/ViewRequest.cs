namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>A request to one of the plugin's own pages.</summary>
/// <param name="Call">Who asks, and where.</param>
/// <param name="Method"><c>GET</c> or <c>POST</c>.</param>
/// <param name="Path">What follows the plugin's address, without a slash at the start; empty for the address itself.</param>
/// <param name="Query">The parameters of the address; of those given twice, the first.</param>
/// <param name="ContentType">The body's type; null when there is no body.</param>
/// <param name="Body">The body; empty for <c>GET</c>.</param>
public sealed record ViewRequest(
    PluginCall Call, string Method, string Path, IReadOnlyDictionary<string, string> Query, string? ContentType, ReadOnlyMemory<byte> Body);
