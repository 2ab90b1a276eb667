using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Bulk;

/// <summary>
/// Starts the plugins of a bulk change before its transaction. What does not start is remembered, so that the handler, which decides under the lock,
/// can say so without trying again.
/// </summary>
internal sealed class BulkStart(InstallationStore store, Staging staging, ArtifactShelf shelf, JobSteps steps, CatalogOptions options, IDbContextFactory<CatalogDb> contexts, Actor actor)
{
    private readonly Dictionary<string, (int Revision, RefusalException Refusal)> _refused = new(StringComparer.Ordinal);

    /// <summary>What a plugin refused when it was started as it is now; null when it did not.</summary>
    public RefusalException? RefusalOf(PluginInstallation installation) =>
        _refused.TryGetValue(installation.Name, out var refused) && refused.Revision == installation.Revision ? refused.Refusal : null;

    /// <summary>Starts those that are to be started, what one needs before it.</summary>
    /// <param name="names">The names of the request.</param>
    /// <param name="mode">With all or nothing, one that cannot be started ends it.</param>
    /// <param name="dryRun">Then nothing is started.</param>
    /// <param name="concerns">Whether one is to be started at all.</param>
    /// <param name="allows">Whether it may be, by its state or what it needs.</param>
    /// <param name="ct">Stops.</param>
    public async Task PrepareAsync(
        IReadOnlyList<string> names, BulkMode mode, bool dryRun, Func<PluginInstallation, bool> concerns, Func<InstalledNeeds, PluginInstallation, bool> allows, CancellationToken ct)
    {
        if (dryRun)
            return;
        var wanted = BulkChange.Check(names, options);
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var installed = await db.Installations.AsNoTracking().Where(installation => installation.OrganizationId == actor.OrganizationId && wanted.Contains(installation.Name))
            .ToDictionaryAsync(installation => installation.Name, StringComparer.Ordinal, ct);
        if (mode == BulkMode.AllOrNothing && installed.Count < wanted.Count)
            return;
        var needs = await InstalledNeeds.LoadAsync(db, actor.OrganizationId, ct);
        var order = needs.InStartOrder(installed.Values.Where(concerns).Select(installation => installation.Name));
        var kept = await shelf.KeptAsync([.. installed.Values.Select(installation => installation.ArtifactDigest).OfType<string>().Distinct()], ct);
        for (var i = 0; i < order.Count; i++)
        {
            steps.Report(i, order.Count);
            if (!await StartAsync(installed[order[i]], needs, allows, kept, ct) && mode == BulkMode.AllOrNothing)
                return;
        }
        steps.Report(order.Count, order.Count);
    }

    private async Task<bool> StartAsync(PluginInstallation installation, InstalledNeeds needs, Func<InstalledNeeds, PluginInstallation, bool> allows, HashSet<string> kept, CancellationToken ct)
    {
        if (!allows(needs, installation))
            return false;
        try
        {
            if (installation.ArtifactDigest is { } digest && kept.Contains(digest))
                await staging.StartCurrentAsync(installation, ct);
            needs.Enabled(installation.Name);
            return true;
        }
        catch (RefusalException refusal)
        {
            _refused[installation.Name] = (installation.Revision, refusal);
            return false;
        }
    }
}
