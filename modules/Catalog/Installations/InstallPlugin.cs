using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Installs a plugin.</summary>
public sealed record InstallPlugin(InstallSource Source, string? Version, bool Activate, string? ExpectedEtag, bool DryRun) : ICommand<InstallPluginPayload>
{
    string? ICommand.AuditTarget => Source.Catalog?.PluginId;
}

/// <summary>Where a plugin is installed from. Exactly one member is given.</summary>
[OneOf]
public sealed record InstallSource
{
    /// <summary>An entry of the catalog.</summary>
    public CatalogSource? Catalog { get; init; }
}

/// <summary>An entry of the catalog.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="RepositoryId">Where to look for it; without, the first repository that has it.</param>
public sealed record CatalogSource(string PluginId, string? RepositoryId);

/// <summary>What installing did.</summary>
/// <param name="Installation">The plugin as it is installed now.</param>
/// <param name="Outcome">Compared with what was there before.</param>
public sealed record InstallPluginPayload(PluginInstallation Installation, InstallOutcome Outcome);

/// <summary>The version needs a host of another version.</summary>
public sealed class IncompatibleHostException(string pluginId, string version, string hostVersion)
    : RefusalException($"The version '{version}' of the plugin '{pluginId}' does not run on a host of version '{hostVersion}'.", "version")
{
    /// <summary>The host's version.</summary>
    public string HostVersion => hostVersion;
}

/// <summary>The version was withdrawn.</summary>
public sealed class VersionYankedException(string pluginId, string version) : RefusalException($"The version '{version}' of the plugin '{pluginId}' was withdrawn.", "version")
{
    /// <summary>The version.</summary>
    public string Version => version;
}

[MutationType]
public static partial class InstallPluginMutation
{
    /// <summary>
    /// Installs a plugin and puts it into use. Where the name is taken, the new version takes the old one's place.
    /// Of an entry of the catalog the latest version is taken that the policy and the host allow, unless one is named.
    /// </summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="version">The version, as its publisher writes it.</param>
    /// <param name="expectedEtag">Refuses to replace an installation that is no longer what the caller read.</param>
    /// <param name="activate">Whether it comes into use at once.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:read")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<VersionNotFoundException>]
    [Error<VersionYankedException>]
    [Error<IncompatibleHostException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginNotAllowedException>]
    [Error<ReleaseTooRecentException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<InstallPluginPayload> InstallPluginAsync(
        InstallSource source, string? version, string? expectedEtag, IMediator mediator, CancellationToken ct, bool activate = true, bool dryRun = false) =>
        mediator.Send(new InstallPlugin(source, version, activate, expectedEtag, dryRun), ct);
}

internal sealed class InstallPluginHandler(InstallationStore store, VersionChoice versions, UnitOfWork work, Actor actor) : IRequestHandler<InstallPlugin, InstallPluginPayload>
{
    public async Task<InstallPluginPayload> Handle(InstallPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var source = request.Source.Catalog!;
        actor.Require($"plugins:install:{source.PluginId}");
        var plugin = await store.Db.RequirePluginAsync(source.PluginId, source.RepositoryId, ct);
        await store.LockAsync(plugin.PluginId, ct);
        var policy = await store.PolicyAsync(ct);
        policy.EnsureRemoteAdmin();
        policy.EnsureInstallable(plugin, plugin.Repository);
        var version = await versions.ChooseAsync(plugin, request.Version, policy, ct);
        policy.EnsureInstallable(plugin, version);
        var installation = await store.FindAsync(plugin.PluginId, ct);
        if (request.ExpectedEtag is { } expected && expected != installation?.Etag)
            throw new EtagMismatchException(expected, installation?.Etag ?? "none");
        var outcome = InstallOutcome.Created;
        if (installation is null)
            store.Db.Add(installation = PluginInstallation.FromCatalog(actor.OrganizationId, plugin, version, actor.Name, store.Now));
        else
            outcome = installation.Replace(plugin, version, actor.Name, store.Now);
        if (!request.Activate)
            installation.Disable(policy, store.Now);
        work.AfterCommit(installation.Event(outcome == InstallOutcome.Created ? PluginLifecycleAction.Installed : PluginLifecycleAction.Replaced, store.Now));
        return new InstallPluginPayload(installation, outcome);
    }
}
