using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Removes an installed plugin.</summary>
public sealed record UninstallPlugin(string Name, string? ExpectedEtag, bool DryRun, DependentStrategy Strategy = DependentStrategy.None) : ICommand<UninstallPluginPayload>
{
    string? ICommand.AuditTarget => Name;
}

/// <summary>What uninstalling did.</summary>
/// <param name="Installation">The plugin as it was.</param>
/// <param name="Dependents">Those that were removed with it, as they were, in that order.</param>
public sealed record UninstallPluginPayload(PluginInstallation Installation, IReadOnlyList<PluginInstallation> Dependents);

[MutationType]
public static partial class UninstallPluginMutation
{
    /// <summary>
    /// Removes an installed plugin, and returns it as it was. A mandatory one is refused. Those that need it, in use or not, are removed before it,
    /// or the change is refused, as the strategy says.
    /// </summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="strategy">What happens to those that need it.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginMandatoryException>]
    [Error<DependentsExistException>]
    [Error<EtagMismatchException>]
    public static Task<UninstallPluginPayload> UninstallPluginAsync(
        string name, string? expectedEtag, IMediator mediator, CancellationToken ct, DependentStrategy strategy = DependentStrategy.None, bool dryRun = false) =>
        mediator.Send(new UninstallPlugin(name, expectedEtag, dryRun, strategy), ct);
}

internal sealed class UninstallPluginHandler(InstallationStore store, UnitOfWork work, Actor actor) : IRequestHandler<UninstallPlugin, UninstallPluginPayload>
{
    public async Task<UninstallPluginPayload> Handle(UninstallPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, policy) = await store.TakeWithAllAsync(request.Name, request.ExpectedEtag, ct);
        policy.EnsureNotMandatory(installation.Name);
        var dependents = new List<PluginInstallation>();
        if (await InstalledNeeds.AnyDependsOnAsync(store.Db, actor.OrganizationId, installation.Name, ct))
        {
            var needs = await InstalledNeeds.LoadAsync(store.Db, actor.OrganizationId, ct);
            dependents = await store.InOrderAsync(needs.WithDependents(installation.Name, request.Strategy, removing: true, policy).SkipLast(1), ct);
        }
        foreach (var leaving in dependents.Append(installation))
            store.Uninstall(leaving, policy);
        return new UninstallPluginPayload(installation, dependents);
    }
}
