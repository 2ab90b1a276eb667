using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>
/// Which files are kept and who needs them. Whoever puts one in, takes hold of it or removes it holds the digest's lock, so that hosts take turns. Safe to share.
/// </summary>
internal sealed partial class ArtifactShelf(ContentStore store, IDbContextFactory<CatalogDb> contexts, CatalogOptions options, TimeProvider clock, ILogger<ArtifactShelf> log)
{
    private const int MaxCollected = 1000;

    /// <summary>A file that is kept; null for digests that only name something published.</summary>
    /// <exception cref="ArtifactMissingException">It is kept, but not where this host looks.</exception>
    public async Task<StoredArtifact?> FindAsync(string? digest, CancellationToken ct)
    {
        if (digest is null)
            return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = await db.Artifacts.FirstOrDefaultAsync(artifact => artifact.Digest == digest, ct);
        return found is null || store.Holds(digest) ? found : throw new ArtifactMissingException(digest);
    }

    /// <summary>Those of some digests whose files are kept: one statement for many.</summary>
    public async Task<HashSet<string>> KeptAsync(IReadOnlyCollection<string> digests, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Artifacts.Where(artifact => digests.Contains(artifact.Digest)).Select(artifact => artifact.Digest).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Bytes of all files.</summary>
    public async Task<long> BytesAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Artifacts.SumAsync(artifact => artifact.Bytes, ct);
    }

    /// <summary>Puts a file in, held for the command that brings it.</summary>
    public Task<ArtifactHold> KeepAsync(ReceivedContent content, string fileName, PluginManifest manifest, CancellationToken ct) => AloneAsync(content.Digest, async db =>
    {
        content.Keep();
        if (await TouchAsync(db, content.Digest, 1, ct) == 0)
        {
            db.Add(new StoredArtifact(content.Digest, content.Bytes, fileName, manifest, clock.Now()));
            await db.SaveChangesAsync(ct);
        }
        return new ArtifactHold(this, content.Digest);
    }, ct);

    /// <summary>Takes hold of a file that is here; null when it is not.</summary>
    public Task<ArtifactHold?> HoldAsync(string digest, CancellationToken ct) => AloneAsync(
        digest, async db => store.Holds(digest) && await TouchAsync(db, digest, 1, ct) > 0 ? new ArtifactHold(this, digest) : null, ct);

    /// <summary>Lets go of a file, and removes it when it was in vain.</summary>
    internal Task LetGoAsync(string digest, bool inVain) => AloneAsync(digest, async db =>
    {
        await TouchAsync(db, digest, -1, default);
        return inVain && await RemoveAsync(db, digest, artifact => artifact.Holds <= 0, default);
    }, default);

    /// <summary>Removes files that nothing has referred to for the grace period, and what writers that died left behind.</summary>
    /// <returns>How many.</returns>
    public async Task<int> CollectAsync(CancellationToken ct)
    {
        var before = clock.Now() - options.Artifacts.GracePeriod;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var candidates = await Unneeded(db).Where(artifact => artifact.TouchedAt < before).OrderBy(artifact => artifact.TouchedAt).Select(artifact => artifact.Digest).Take(MaxCollected).ToListAsync(ct);
        var removed = 0;
        foreach (var digest in candidates)
            if (await AloneAsync(digest, alone => RemoveAsync(alone, digest, artifact => artifact.TouchedAt < before, ct), ct))
                removed++;
        foreach (var digest in store.OlderThan(before))
            if (!await db.Artifacts.AnyAsync(artifact => artifact.Digest == digest, ct) && await AloneAsync(digest, alone => RemoveStrayAsync(alone, digest, ct), ct))
                removed++;
        if (removed > 0)
            LogCollected(removed);
        return removed;
    }

    private Task<int> TouchAsync(CatalogDb db, string digest, int holds, CancellationToken ct)
    {
        var now = clock.Now();
        return db.Artifacts.Where(artifact => artifact.Digest == digest)
            .ExecuteUpdateAsync(set => set.SetProperty(artifact => artifact.TouchedAt, now).SetProperty(artifact => artifact.Holds, artifact => artifact.Holds + holds), ct);
    }

    private async Task<bool> RemoveAsync(CatalogDb db, string digest, System.Linq.Expressions.Expression<Func<StoredArtifact, bool>> only, CancellationToken ct)
    {
        if (await Unneeded(db).Where(artifact => artifact.Digest == digest).Where(only).ExecuteDeleteAsync(ct) == 0)
            return false;
        store.Remove(digest);
        return true;
    }

    private async Task<bool> RemoveStrayAsync(CatalogDb db, string digest, CancellationToken ct)
    {
        if (await db.Artifacts.AnyAsync(artifact => artifact.Digest == digest, ct))
            return false;
        store.Remove(digest);
        return true;
    }

    private static IQueryable<StoredArtifact> Unneeded(CatalogDb db) => db.Artifacts.Where(artifact =>
        !db.Installations.Any(installation => installation.ArtifactDigest == artifact.Digest || installation.PreviousDigest == artifact.Digest));

    private async Task<T> AloneAsync<T>(string digest, Func<CatalogDb, Task<T>> act, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockAsync($"artifact:{digest}", ct);
        var answer = await act(db);
        await transaction.CommitAsync(ct);
        return answer;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} files that nothing needs were removed")]
    private partial void LogCollected(int count);
}

/// <summary>Keeps a file from being removed until the command that brings it has ended; afterwards the installation does.</summary>
internal sealed class ArtifactHold(ArtifactShelf shelf, string digest) : IParticipant
{
    public string Digest => digest;

    /// <summary>False once the command has ended.</summary>
    public bool IsHeld { get; private set; } = true;

    public Task CommittedAsync() => EndAsync(inVain: false);

    public Task AbandonedAsync() => EndAsync(inVain: true);

    private async Task EndAsync(bool inVain)
    {
        IsHeld = false;
        await shelf.LetGoAsync(digest, inVain);
    }
}
