using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Addresses of web pages and servers. Those that this server calls pass the egress guard besides.</summary>
internal static class WebAddress
{
    /// <summary>Null for a blank text.</summary>
    public static string? Optional(string? value, string field, int maxLength)
    {
        if (Text.Optional(value, field, maxLength) is not { } url)
            return null;
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && !url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? url
            : throw new InputInvalidException(field, "It must be an address that starts with http:// or https://.");
    }

    /// <summary>One that people follow; null for a blank text. What stands before an @ looks like the host that they go to, so nothing may.</summary>
    public static string? Followed(string? value, string field, int maxLength) =>
        Optional(value, field, maxLength) is not { } url ? null
        : new Uri(url).UserInfo.Length == 0 ? url
        : throw new InputInvalidException(field, "It cannot hold a user name or password.");
}
