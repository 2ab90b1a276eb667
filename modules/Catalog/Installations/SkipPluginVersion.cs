using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Lets upgrades pass over a version of a plugin.</summary>
public sealed record SkipPluginVersion(string Name, string Version, bool Skip, string? ExpectedEtag, bool DryRun) : ICommand<PluginInstallation>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class SkipPluginVersionMutation
{
    /// <summary>Lets upgrades to the newest version pass over one version of a plugin, such as a release known to be bad here. At most 100 are passed over.</summary>
    /// <param name="name">The installation's name.</param>
    /// <param name="version">The version, as its publisher writes it; it need not be there yet.</param>
    /// <param name="expectedEtag">Refuses the change when the installation is no longer what the caller read.</param>
    /// <param name="skip">False takes it back.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "installation")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RemoteAdminDisabledException>]
    [Error<EtagMismatchException>]
    public static Task<PluginInstallation> SkipPluginVersionAsync(
        string name, string version, string? expectedEtag, IMediator mediator, CancellationToken ct, bool skip = true, bool dryRun = false) =>
        mediator.Send(new SkipPluginVersion(name, version, skip, expectedEtag, dryRun), ct);
}

internal sealed class SkipPluginVersionHandler(InstallationStore store, UnitOfWork work) : IRequestHandler<SkipPluginVersion, PluginInstallation>
{
    public async Task<PluginInstallation> Handle(SkipPluginVersion request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var version = Text.Required(request.Version, "version", VersionOrder.MaxLength);
        var (installation, _) = await store.TakeAsync(request.Name, request.ExpectedEtag, ct);
        if (installation.Skip(version, request.Skip, store.Now))
            store.Tell(installation, PluginLifecycleAction.VersionSkipped);
        return installation;
    }
}
