using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>
/// The caller's installed plugins, for commands: one at a time may change what is installed under a name, on whichever host it runs. Commands in which it
/// matters who needs whom take all names at once.
/// </summary>
internal sealed class InstallationStore(CatalogDb db, Actor actor, UnitOfWork work, Staging staging, OptionTravel travel, CatalogOptions options, TimeProvider clock)
{
    public CatalogDb Db => db;

    public DateTimeOffset Now { get; } = clock.Now();

    /// <summary>Waits until no other command works on the installation of the name.</summary>
    public Task LockAsync(string name, CancellationToken ct) => db.LockInstallationAsync(actor.OrganizationId, name, ct);

    /// <summary>Waits until no other command works on any installation of the organization.</summary>
    public Task LockAllAsync(CancellationToken ct) => db.LockInstallationsAsync(actor.OrganizationId, ct);

    /// <summary>The installations of some names, in their order.</summary>
    public async Task<List<PluginInstallation>> InOrderAsync(IEnumerable<string> names, CancellationToken ct)
    {
        var wanted = names.ToList();
        var found = await db.Installations.Where(installation => installation.OrganizationId == actor.OrganizationId && wanted.Contains(installation.Name)).ToDictionaryAsync(installation => installation.Name, ct);
        return [.. wanted.Select(name => found[name])];
    }

    /// <summary>All of the organization's installations by name.</summary>
    public Task<Dictionary<string, PluginInstallation>> AllAsync(CancellationToken ct) =>
        db.Installations.Where(installation => installation.OrganizationId == actor.OrganizationId).ToDictionaryAsync(installation => installation.Name, ct);

    /// <summary>The same as the database has them, without what the command has changed so far.</summary>
    public Task<Dictionary<string, PluginInstallation>> PeekAllAsync(CancellationToken ct) =>
        db.Installations.AsNoTracking().Where(installation => installation.OrganizationId == actor.OrganizationId).ToDictionaryAsync(installation => installation.Name, ct);

    public Task<PluginInstallation?> FindAsync(string name, CancellationToken ct) =>
        db.Installations.FirstOrDefaultAsync(installation => installation.OrganizationId == actor.OrganizationId && installation.Name == name, ct);

    /// <summary>Locks the name, then makes the checks that come before every change, in the order of the plugins REST API (G31).</summary>
    /// <exception cref="InputInvalidException">The name cannot be one.</exception>
    /// <exception cref="PluginNotFoundException">Nothing is installed under the name.</exception>
    /// <exception cref="EtagMismatchException">It is no longer what the caller read.</exception>
    /// <exception cref="RemoteAdminDisabledException">The policy does not allow it.</exception>
    public async Task<(PluginInstallation Installation, Policy Policy)> TakeAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        await LockAsync(Text.Findable(name, nameof(name)), ct);
        return await CheckAsync(name, expectedEtag, ct);
    }

    /// <summary>The same, and locks all names.</summary>
    /// <inheritdoc cref="TakeAsync"/>
    public async Task<(PluginInstallation Installation, Policy Policy)> TakeWithAllAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        Text.Findable(name, nameof(name));
        await LockAllAsync(ct);
        return await CheckAsync(name, expectedEtag, ct);
    }

    public Task<Policy> PolicyAsync(CancellationToken ct) => db.PolicyAsync(actor, options, clock, ct);

    private async Task<(PluginInstallation Installation, Policy Policy)> CheckAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        var installation = await FindAsync(name, ct) ?? throw new PluginNotFoundException(name, nameof(name));
        if (expectedEtag is not null && expectedEtag != installation.Etag)
            throw new EtagMismatchException(expectedEtag, installation.Etag);
        var policy = await PolicyAsync(ct);
        policy.EnsureRemoteAdmin();
        return (installation, policy);
    }

    /// <summary>An installation as it is now, for preparations: not locked and not tracked. Refuses what the handler would refuse anyway.</summary>
    public async Task<PluginInstallation?> PeekAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        Text.Findable(name, nameof(name));
        var found = await db.Installations.AsNoTracking().FirstOrDefaultAsync(installation => installation.OrganizationId == actor.OrganizationId && installation.Name == name, ct);
        if (found is not null && expectedEtag is not null && expectedEtag != found.Etag)
            throw new EtagMismatchException(expectedEtag, found.Etag);
        (await PeekPolicyAsync(ct)).EnsureRemoteAdmin();
        return found;
    }

    /// <summary>Returns to the version before. The caller has locked the name and made the checks.</summary>
    /// <exception cref="PluginLoadFailedException">It does not start; what is there serves on.</exception>
    /// <exception cref="StoredOptionsInvalidException">Stored options do not fit it, and may not be lost.</exception>
    public async Task RollBackAsync(PluginInstallation installation, PluginRelease previous, bool rehearsal, bool acceptOptionLoss, CancellationToken ct)
    {
        await travel.TakeAlongAsync(previous, installation, acceptOptionLoss, ct);
        if (!rehearsal)
            await staging.StartAsync(actor.OrganizationId, previous, installation, ct);
        installation.RollBack(previous, actor.Name, Now);
        Tell(installation, PluginLifecycleAction.RolledBack);
    }

    public Task<Policy> PeekPolicyAsync(CancellationToken ct) => db.PeekPolicyAsync(actor, options, clock, ct);

    /// <summary>What is installed under the name; refuses a name that differs from an installed one by case alone.</summary>
    /// <exception cref="NameClashException">There is such a one.</exception>
    public Task<PluginInstallation?> FindForInstallAsync(string name, CancellationToken ct) => FindForInstallAsync(db.Installations, name, ct);

    /// <summary>The same for preparations: not tracked.</summary>
    /// <inheritdoc cref="FindForInstallAsync(string, CancellationToken)"/>
    public Task<PluginInstallation?> PeekForInstallAsync(string name, CancellationToken ct) => FindForInstallAsync(db.Installations.AsNoTracking(), name, ct);

    /// <summary>Puts a release into the place of what is there. The caller has locked the name, and checked what may come in.</summary>
    /// <param name="release">What comes in.</param>
    /// <param name="there">What is there; null when nothing is.</param>
    /// <param name="policy">The organization's.</param>
    /// <param name="activate">Whether it comes into use.</param>
    /// <param name="rehearsal">Whether nothing is to be started, since nothing will be committed.</param>
    /// <param name="acceptOptionLoss">Whether stored options that do not fit it are unset.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="PluginMandatoryException">It is mandatory and would be interrupted, or taken out of use.</exception>
    /// <exception cref="PluginLoadFailedException">It does not start; what is there serves on.</exception>
    /// <exception cref="StoredOptionsInvalidException">Stored options do not fit it, and may not be lost.</exception>
    public async Task<InstallPluginPayload> PutAsync(
        PluginRelease release, PluginInstallation? there, Policy policy, bool activate, bool rehearsal, bool acceptOptionLoss, CancellationToken ct)
    {
        there?.EnsureReplaceable(policy, release);
        await travel.TakeAlongAsync(release, there, acceptOptionLoss, ct);
        var id = activate && !rehearsal ? await staging.StartAsync(actor.OrganizationId, release, there, ct) : there?.Id ?? Guid.CreateVersion7();
        var outcome = InstallOutcome.Created;
        if (there is null)
            db.Add(there = PluginInstallation.Install(actor.OrganizationId, id, release, actor.Name, Now));
        else
            outcome = there.Replace(release, actor.Name, Now);
        if (!activate)
        {
            there.Disable(policy, Now);
            staging.StopAfterCommit(there);
        }
        Tell(there, outcome == InstallOutcome.Created ? PluginLifecycleAction.Installed : PluginLifecycleAction.Replaced);
        return new InstallPluginPayload(there, outcome, null) { Warnings = release.Warnings };
    }

    /// <summary>Takes one out of use; false when it was out of use already.</summary>
    /// <exception cref="PluginMandatoryException">It is mandatory.</exception>
    public bool Disable(PluginInstallation installation, Policy policy)
    {
        if (!installation.Disable(policy, Now))
            return false;
        staging.StopAfterCommit(installation);
        Tell(installation, PluginLifecycleAction.Disabled);
        return true;
    }

    /// <summary>Removes one.</summary>
    /// <exception cref="PluginMandatoryException">It is mandatory.</exception>
    public void Uninstall(PluginInstallation installation, Policy policy)
    {
        policy.EnsureNotMandatory(installation.Name);
        db.Remove(installation);
        staging.StopAfterCommit(installation);
        Tell(installation, PluginLifecycleAction.Uninstalled);
    }

    /// <summary>Writes into the history what happened to an installation, and tells it after the commit.</summary>
    public void Tell(PluginInstallation installation, PluginLifecycleAction action)
    {
        db.Add(new InstallationRecord(installation, action, actor.Name, Now));
        work.AfterCommit(installation.Event(action, Now));
    }

    private async Task<PluginInstallation?> FindForInstallAsync(IQueryable<PluginInstallation> installations, string name, CancellationToken ct)
    {
        var normalized = PluginInstallation.Normalize(name);
        var there = await installations.FirstOrDefaultAsync(installation => installation.OrganizationId == actor.OrganizationId && installation.NormalizedName == normalized, ct);
        return there is null || there.Name == name ? there : throw new NameClashException(name, there.Name);
    }
}
