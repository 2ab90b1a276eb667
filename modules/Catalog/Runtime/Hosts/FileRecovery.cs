using System.Collections.Concurrent;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Runtime.Hosts;

/// <summary>
/// Fetches the file of an installation again on a host whose store lacks it: from where the catalog says it is, or from where it was installed. What arrives
/// must have the digest that was installed. Safe to share.
/// </summary>
internal sealed partial class FileRecovery(
    ContentStore store, ArtifactShelf shelf, ArtifactDownload download, IDbContextFactory<CatalogDb> contexts, CatalogOptions options, TimeProvider clock, ILogger<FileRecovery> log)
{
    /// <summary>The code of the fault.</summary>
    public const string Missing = "FILE_MISSING";

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, PluginFault Fault)> _failed = new(StringComparer.Ordinal);

    /// <summary>Whether a file that would run on this host is not in its store.</summary>
    public async Task<bool> LacksAsync(string digest, CancellationToken ct)
    {
        if (store.Holds(digest))
            return false;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Artifacts.FirstOrDefaultAsync(artifact => artifact.Digest == digest, ct) is { Manifest.Kind: ArtifactKind.NuGet };
    }

    /// <summary>Sees to it that the file is here, if it would run on this host.</summary>
    /// <exception cref="PluginFault">It is not, and could not be fetched.</exception>
    public async Task EnsureAsync(Guid installationId, string digest, CancellationToken ct)
    {
        if (!await LacksAsync(digest, ct))
            return;
        if (_failed.TryGetValue(digest, out var failed) && failed.At + RetryAfter > clock.Now())
            throw failed.Fault;
        try
        {
            await FetchAsync(installationId, digest, ct);
            _failed.TryRemove(digest, out _);
        }
        catch (RefusalException refusal)
        {
            var fault = new PluginFault(Missing, $"Its file is not in this host's store and could not be fetched again: {refusal.Message} Install it again, or let all hosts share one store (Catalog:Artifacts:Directory).");
            _failed[digest] = (clock.Now(), fault);
            throw fault;
        }
    }

    private async Task FetchAsync(Guid installationId, string digest, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var installation = await db.Installations.FirstOrDefaultAsync(installation => installation.Id == installationId, ct) ?? throw new ArtifactMissingException(digest);
        var version = await db.Versions.FirstOrDefaultAsync(version => version.Id == installation.VersionKey, ct);
        var url = version?.Artifacts.FirstOrDefault(artifact => artifact.Url is not null && (artifact.Sha256 is null || artifact.Sha256 == digest))?.Url ?? installation.SourceUrl
            ?? throw new ArtifactMissingException(digest);
        var policy = await db.Policies.FirstOrDefaultAsync(policy => policy.OrganizationId == installation.OrganizationId, ct)
            ?? Policy.Default(installation.OrganizationId, options.AllowRemoteAdmin, clock.Now());
        var kept = await shelf.BytesAsync(ct);
        await download.ReadAsync(url, policy, policy.MaxArtifactBytes, async (body, _) =>
        {
            using var received = await store.ReceiveAsync(body, policy.MaxArtifactBytes, kept, null, ct);
            if (received.Digest != digest)
                throw new ChecksumMismatchException(digest, received.Digest);
            received.Keep();
            return true;
        }, ct);
        LogFetched(installation.Name, digest);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The file {Digest} of {Plugin} was not in this host's store and was fetched again")]
    private partial void LogFetched(string plugin, string digest);
}
