namespace GraphQLPlugins.Sources.Providers;

/// <summary>How one host of repositories is reached: with an OAuth client, so that users connect accounts of their own, or with one token for all.</summary>
public class VendorOptions
{
    /// <summary>Its pages; null takes the vendor's own service where there is one.</summary>
    public Uri? Url { get; set; }

    /// <summary>Its REST API; null takes the place where it is by default.</summary>
    public Uri? ApiUrl { get; set; }

    /// <summary>This server as an OAuth client there.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client's secret.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>What users are asked to grant; null asks for what the product needs.</summary>
    public string? Scopes { get; set; }

    /// <summary>A token that all users of this server share; takes the place of the OAuth client.</summary>
    public string? Token { get; set; }

    /// <summary>The account that goes with the token where the host wants both.</summary>
    public string? UserName { get; set; }

    internal bool IsEmpty => Url is null && ApiUrl is null && ClientId is null && ClientSecret is null && Scopes is null && Token is null && UserName is null;

    internal bool HasClient => ClientId is not null && ClientSecret is not null;

    /// <summary>What is missing or contradicts itself, each with the setting's path; nothing for a host that is not configured at all.</summary>
    internal IEnumerable<string> Problems(string section, bool needsUrl, bool allowsOAuth)
    {
        if (IsEmpty) yield break;
        if (needsUrl && Url is null) yield return $"{section}:Url is missing; it is the address of your own server, such as https://git.example.org.";
        if (Token is not null && ClientId is not null) yield return $"{section}:Token and {section}:ClientId are both set; set the token for one account that all share, or the client for accounts of one's own.";
        if (allowsOAuth && Token is null && ClientId is null) yield return $"{section}:ClientId is missing; set it with {section}:ClientSecret, or {section}:Token alone.";
        if (allowsOAuth && ClientId is not null && ClientSecret is null) yield return $"{section}:ClientSecret is missing; {section}:ClientId needs it.";
        if (ClientSecret is not null && ClientId is null) yield return $"{section}:ClientId is missing; {section}:ClientSecret needs it.";
        if (!allowsOAuth && ClientId is not null) yield return $"{section}:ClientId cannot be used; this source works with {section}:Token.";
        if (!allowsOAuth && Token is null) yield return $"{section}:Token is missing.";
    }
}
