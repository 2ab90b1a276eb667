using System.Text.Json;

namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>Asks whose access it is, and so whether it works.</summary>
/// <returns>The account's name, of 1 to 400 characters; null when the host does not take the access.</returns>
public delegate Task<string?> CheckSourceAccess(SourceCall call, CancellationToken cancellationToken);

/// <summary>One page of the repositories that the account may administer, in an order that stays.</summary>
/// <param name="call">Who asks.</param>
/// <param name="cursor">What the page before named as the next one; null for the first.</param>
/// <param name="cancellationToken">Fires when the time for it is over.</param>
public delegate Task<SourceRepositoryPage> ListSourceRepositories(SourceCall call, string? cursor, CancellationToken cancellationToken);

/// <summary>One repository.</summary>
/// <returns>Null when there is none of this id that the account may administer, or when the id cannot be one.</returns>
public delegate Task<SourceRepository?> FindSourceRepository(SourceCall call, string repoId, CancellationToken cancellationToken);

/// <summary>Makes the host tell of changes. Doing so again for the same address replaces the secret and changes nothing else.</summary>
/// <returns>The host's id of the hook, of 1 to 200 characters; null when it has none.</returns>
public delegate Task<string?> ActivateSourceRepository(SourceCall call, string repoId, SourceHookTarget hook, CancellationToken cancellationToken);

/// <summary>Makes the host stop telling. A hook that is gone already is no error.</summary>
public delegate Task DeactivateSourceRepository(SourceCall call, string repoId, SourceHookTarget hook, CancellationToken cancellationToken);

/// <summary>What git logs in with to copy a repository.</summary>
public delegate Task<SourceCredentials> ReadSourceCredentials(SourceCall call, string repoId, CancellationToken cancellationToken);

/// <summary>Whether a delivery was signed with the secret. Must take the same time wherever it differs.</summary>
public delegate Task<bool> CheckSourceHook(SourceHookDelivery delivery, string secret, CancellationToken cancellationToken);

/// <summary>What a delivery tells whose signature was right.</summary>
/// <exception cref="PluginRefusalException">It is not of the form that the host documents; it is refused as unreadable.</exception>
public delegate Task<SourceHookReading> ReadSourceHook(SourceHookDelivery delivery, CancellationToken cancellationToken);

/// <summary>A place where git repositories are. Calls fail with <see cref="PluginRefusalException"/> to tell the caller why, and with anything else when the host is out of order.</summary>
public sealed record SourceProvider
{
    /// <summary>For people; 1 to 200 characters.</summary>
    public required string DisplayName { get; init; }

    /// <summary>A square picture: an https address of at most 2,048 characters, or a <c>data:image/</c> address of at most 32,768; null shows letters of the display name.</summary>
    public string? IconUrl { get; init; }

    /// <summary>How users connect accounts of their own; null when all share what the plugin's options hold, and count as authenticated.</summary>
    public SourceAuthorization? Authorization { get; init; }

    /// <summary>The plugin's options without which it cannot be used.</summary>
    public IReadOnlyList<string> RequiredOptions { get; init; } = [];

    /// <summary>Checks an account that was just connected.</summary>
    public required CheckSourceAccess Check { get; init; }

    /// <summary>Lists an account's repositories.</summary>
    public required ListSourceRepositories List { get; init; }

    /// <summary>Finds one repository.</summary>
    public required FindSourceRepository Find { get; init; }

    /// <summary>Registers a hook; null when the host lets none be registered. Needs <see cref="Deactivate"/> and <see cref="Hooks"/>.</summary>
    public ActivateSourceRepository? Activate { get; init; }

    /// <summary>Removes a hook.</summary>
    public DeactivateSourceRepository? Deactivate { get; init; }

    /// <summary>What git logs in with; null logs in as <c>x-access-token</c> with the account's token, or not at all.</summary>
    public ReadSourceCredentials? Credentials { get; init; }

    /// <summary>The hooks that the host sends; null when it is asked for changes from time to time.</summary>
    public SourceHooks? Hooks { get; init; }
}

/// <summary>
/// OAuth 2 with PKCE, which the server does: it keeps state and tokens, renews them, and gives the access token with each call. Addresses are absolute, or
/// paths below the one in an option.
/// </summary>
/// <param name="AuthorizeUrl">Where users are sent.</param>
/// <param name="TokenUrl">Where codes become tokens.</param>
/// <param name="ClientIdOption">The plugin's option with the client's id.</param>
/// <param name="ClientSecretOption">The plugin's option with the client's secret.</param>
/// <param name="Scopes">What is asked for, with spaces between.</param>
/// <param name="BaseUrlOption">The plugin's option with the address below which the paths are; null when both addresses are absolute.</param>
public sealed record SourceAuthorization(string AuthorizeUrl, string TokenUrl, string ClientIdOption, string ClientSecretOption, string Scopes = "", string? BaseUrlOption = null);

/// <summary>How a host's hooks are signed and read.</summary>
public sealed record SourceHooks
{
    /// <summary>How deliveries are signed; the server checks that itself.</summary>
    public required SourceHookSignature Signature { get; init; }

    /// <summary>The header with the signature or the secret.</summary>
    public string? Header { get; init; }

    /// <summary>What stands before it in the header, such as <c>sha256=</c>.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Checks deliveries in a way of the plugin's own, for <see cref="SourceHookSignature.Own"/>.</summary>
    public CheckSourceHook? Check { get; init; }

    /// <summary>Reads deliveries.</summary>
    public required ReadSourceHook Read { get; init; }
}

/// <summary>How the deliveries of hooks are signed.</summary>
public enum SourceHookSignature
{
    /// <summary>Not at all: that the address is secret must do.</summary>
    None,

    /// <summary>A header holds the HMAC-SHA-256 of the body in hexadecimal.</summary>
    HmacSha256,

    /// <summary>A header holds the secret itself.</summary>
    Token,

    /// <summary>In a way that the plugin checks.</summary>
    Own,
}

/// <summary>With what a host is asked. Its text shows nothing of it.</summary>
/// <param name="AccessToken">The token of the account that somebody connected; null where all share what the options hold.</param>
/// <param name="Options">The plugin's options as the organization sees them, its secrets among them.</param>
public sealed record SourceCall(string? AccessToken, OptionValues Options)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SourceCall);
}

/// <summary>A repository as its host shows it.</summary>
/// <param name="Id">Its id, unique within the host; 1 to 400 characters.</param>
/// <param name="Name">The name shown to people; 1 to 400 characters.</param>
/// <param name="CloneUrl">Where git finds it: https, http or ssh, without credentials.</param>
public sealed record SourceRepository(string Id, string Name, string CloneUrl)
{
    /// <summary>Its page; null when it has none.</summary>
    public string? Url { get; init; }

    /// <summary>Null when the host does not say.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>Whether few may see it.</summary>
    public bool IsPrivate { get; init; } = true;

    /// <summary>What else the host says, for services; at most 16,384 bytes.</summary>
    public JsonElement? Extra { get; init; }
}

/// <summary>Some repositories.</summary>
/// <param name="Repositories">At most 1,000.</param>
/// <param name="NextCursor">What to ask for the page behind; null when there is none.</param>
public sealed record SourceRepositoryPage(IReadOnlyList<SourceRepository> Repositories, string? NextCursor = null);

/// <summary>Where a host is to send changes. Its text shows nothing of the secret.</summary>
/// <param name="Url">The address.</param>
/// <param name="Secret">What to sign with.</param>
/// <param name="RemoteId">The host's id of the hook; null before it is known.</param>
public sealed record SourceHookTarget(string Url, string Secret, string? RemoteId)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SourceHookTarget);
}

/// <summary>What git logs in with by HTTP. Its text shows nothing of the password.</summary>
/// <param name="UserName">Null when none is needed.</param>
/// <param name="Password">Null when none is needed.</param>
public sealed record SourceCredentials(string? UserName, string? Password)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SourceCredentials);
}

/// <summary>What came in at a hook's address.</summary>
/// <param name="Headers">By name, in any case; those that came several times with commas between.</param>
/// <param name="Body">A JSON object as it came, byte by byte; no larger than a request to a plugin may be.</param>
public sealed record SourceHookDelivery(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What a delivery tells.</summary>
/// <param name="EventType">The host's word for what happened; 1 to 100 characters.</param>
/// <param name="RepoId">The repository; null when it names none.</param>
public sealed record SourceHookReading(string EventType, string? RepoId)
{
    /// <summary>The branches that changed.</summary>
    public IReadOnlyList<string> Branches { get; init; } = [];

    /// <summary>The tags that changed.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether it only tries out the hook.</summary>
    public bool IsPing { get; init; }

    /// <summary>The host's id of the delivery, the same when it is sent again; null when it has none.</summary>
    public string? DeliveryId { get; init; }

    /// <summary>Why it asks for nothing although it is no ping; null when it asks for a sync.</summary>
    public string? IgnoredBecause { get; init; }
}
