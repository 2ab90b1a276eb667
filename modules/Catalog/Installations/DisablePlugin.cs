using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Takes an installed plugin out of use.</summary>
public sealed record DisablePlugin(string Name, string? ExpectedEtag, bool DryRun, DependentStrategy Strategy = DependentStrategy.None) : ICommand<DisablePluginPayload>
{
    string? ICommand.AuditTarget => Name;
}

/// <summary>What disabling did.</summary>
/// <param name="Installation">The plugin as it is now.</param>
/// <param name="Dependents">Those that went out of use with it, in that order.</param>
public sealed record DisablePluginPayload(PluginInstallation Installation, IReadOnlyList<PluginInstallation> Dependents);

[MutationType]
public static partial class DisablePluginMutation
{
    /// <summary>
    /// Takes an installed plugin out of use; it stays installed. Disabling a disabled one changes nothing, a mandatory one is refused.
    /// Those that need it go out of use before it, or the change is refused, as the strategy says.
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
    public static Task<DisablePluginPayload> DisablePluginAsync(
        string name, string? expectedEtag, IMediator mediator, CancellationToken ct, DependentStrategy strategy = DependentStrategy.None, bool dryRun = false) =>
        mediator.Send(new DisablePlugin(name, expectedEtag, dryRun, strategy), ct);
}

internal sealed class DisablePluginHandler(InstallationStore store, UnitOfWork work, Actor actor) : IRequestHandler<DisablePlugin, DisablePluginPayload>
{
    public async Task<DisablePluginPayload> Handle(DisablePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var (installation, policy) = await store.TakeWithAllAsync(request.Name, request.ExpectedEtag, ct);
        policy.EnsureNotMandatory(installation.Name);
        var dependents = new List<PluginInstallation>();
        if (!installation.Disabled && await InstalledNeeds.AnyDependsOnAsync(store.Db, actor.OrganizationId, installation.Name, ct))
        {
            var needs = await InstalledNeeds.LoadAsync(store.Db, actor.OrganizationId, ct);
            dependents = await store.InOrderAsync(needs.WithDependents(installation.Name, request.Strategy, removing: false, policy).SkipLast(1), ct);
        }
        foreach (var leaving in dependents.Append(installation))
            store.Disable(leaving, policy);
        return new DisablePluginPayload(installation, dependents);
    }
}
