using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers;

/// <summary>What the hosts with a REST API have in common.</summary>
internal static class Vendor
{
    private static readonly SourceCapability[] All = [SourceCapability.ListRepositories, SourceCapability.RegisterHooks, SourceCapability.SendHooks, SourceCapability.Poll];

    public static SourceProvider Describe(string name, string displayName, VendorOptions options, OAuthEndpoint? authorization, string section, bool needsUrl = false, bool allowsOAuth = true)
    {
        string[] required = [.. needsUrl ? [$"{section}:Url"] : System.Array.Empty<string>(), .. allowsOAuth && options.Token is null ? [$"{section}:ClientId", $"{section}:ClientSecret"] : new[] { $"{section}:Token" }];
        var kind = allowsOAuth && options.Token is null ? SourceProviderKind.OAuth : SourceProviderKind.Manual;
        return new SourceProvider(name, displayName, kind, Icon(displayName), authorization?.AuthorizeUrl.AbsoluteUri, required, authorization is not null || options.Token is not null, All);
    }

    /// <summary>A square picture of 128 by 128 with the name's first letters, as a data URL; the hosts' own marks are theirs.</summary>
    public static string Icon(string displayName)
    {
        var letters = string.Concat(displayName.Where(char.IsUpper).Take(2));
        var hue = displayName.Aggregate(0, (hash, c) => ((hash * 31) + c) % 360);
        var svg = $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="128" height="128"><rect width="128" height="128" rx="16" fill="hsl({hue},45%,35%)"/><text x="64" y="82" font-family="sans-serif" font-size="52" fill="#fff" text-anchor="middle">{letters}</text></svg>
            """;
        return "data:image/svg+xml;base64," + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg));
    }

    public static SourceAccess? Shared(VendorOptions options) => options.Token is { } token ? new SourceAccess(token, options.UserName) : null;

    /// <summary>The members of a repository that pass through to services; null when it has none of them.</summary>
    public static JsonElement? Extra(JsonElement item, params IEnumerable<string> names)
    {
        var extra = new JsonObject();
        foreach (var name in names)
            if (item.At(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value) extra[name] = JsonNode.Parse(value.GetRawText());
        return extra.Count == 0 ? null : JsonSerializer.SerializeToElement(extra);
    }

    /// <summary>The address by which a repository is cloned, of Bitbucket's list of links.</summary>
    public static string? CloneLink(JsonElement item, string name) =>
        WithoutUser(item.At("links").At("clone").Items().FirstOrDefault(link => link.Text("name") == name).Text("href"));

    /// <summary>An address without the account's name, which some hosts write into it.</summary>
    public static string? WithoutUser(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped) : url;

    public static IEnumerable<JsonElement> Array(string provider, JsonElement element) =>
        element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : throw Malformed(provider);

    public static ProviderBadResponseException Malformed(string provider) => new(provider, $"The answer of {provider} lacks what its documentation promises.");
}
