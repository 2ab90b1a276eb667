using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Sources.Contracts;

/// <summary>
/// The way to one source. Calls to it fail with one of the <see cref="ProviderException"/>s, or <see cref="SourceNotAvailableException"/> where a plugin brings it. Safe to share; it keeps nothing of a caller.
/// </summary>
public interface ISourceProvider
{
    /// <summary>Its name and what it can do.</summary>
    SourceProvider Info { get; }

    /// <summary>Where accounts are connected; null unless <see cref="SourceProviderKind.OAuth"/>.</summary>
    OAuthEndpoint? Authorization { get; }

    /// <summary>The access that the operator configured for everyone; null where users connect accounts of their own.</summary>
    SourceAccess? SharedAccess { get; }

    /// <summary>Asks whose access it is, and so whether it works.</summary>
    /// <returns>The account's name.</returns>
    Task<string> AccountAsync(SourceAccess access, CancellationToken ct);

    /// <summary>The repositories that the account may administer, in the source's order, asked for page by page as they are read.</summary>
    IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, CancellationToken ct);

    /// <summary>One repository; null when there is none of this id that the account may administer, or when the id cannot be one.</summary>
    Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct);

    /// <summary>Makes the source tell of changes. Doing so again for the same address changes nothing.</summary>
    /// <returns>The source's id of the hook; null for sources that let no hooks be registered.</returns>
    Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct);

    /// <summary>Makes the source stop telling. A hook that is gone already is no error.</summary>
    Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct);

    /// <summary>What git logs in with to copy a repository.</summary>
    ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct);

    /// <summary>Whether deliveries are signed; otherwise their address alone vouches for them.</summary>
    bool SignsHooks => true;

    /// <summary>Whether a delivery was signed with the secret. Takes the same time wherever it differs.</summary>
    ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct);

    /// <summary>What a delivery tells.</summary>
    /// <exception cref="FormatException">It is not of the form that the source documents.</exception>
    ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct);
}

/// <summary>What a source is asked with. Its text shows nothing of the token.</summary>
/// <param name="Token">The token; null for sources that ask for none.</param>
/// <param name="UserName">The account that goes with the token where a source wants both.</param>
public sealed record SourceAccess(string? Token, string? UserName = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(SourceAccess);
}

/// <summary>What git logs in with. Its text shows nothing of the password.</summary>
/// <param name="UserName">Null when none is needed.</param>
/// <param name="Password">Null when none is needed.</param>
/// <param name="SshKeyRef">The configured key for addresses by SSH; null without one.</param>
public sealed record CloneCredentials(string? UserName, string? Password, string? SshKeyRef = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(CloneCredentials);
}
