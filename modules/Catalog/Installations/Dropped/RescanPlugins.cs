using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>Looks through the drop folder.</summary>
public sealed record RescanPlugins(bool DryRun) : ICommand<FolderReport>
{
    /// <summary>What the preparation did; the files are commands of their own. In a box, since a command does not change.</summary>
    internal StrongBox<FolderReport?> Report { get; } = new();

    string? ICommand.AuditTarget => "drop folder";
}

/// <summary>The server has no drop folder.</summary>
public sealed class DropFolderMissingException(string reason) : RefusalException($"The drop folder cannot be looked through: {reason}");

[MutationType]
public static partial class RescanPluginsMutation
{
    /// <summary>
    /// Looks through the server's drop folder at once: new files are installed, changed ones replace what they brought before, and plugins whose file is gone
    /// are removed. A file that cannot be installed harms no other one.
    /// </summary>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [UseMutationConvention(PayloadFieldName = "report")]
    [Error<RemoteAdminDisabledException>]
    [Error<DropFolderMissingException>]
    [Error<ForbiddenException>]
    public static Task<FolderReport> RescanPluginsAsync(IMediator mediator, CancellationToken ct, bool dryRun = false) => mediator.Send(new RescanPlugins(dryRun), ct);
}

/// <summary>Does it before the transaction, which only leaves the audit entry.</summary>
internal sealed class ScanBeforeReporting(FolderScan scan, InstallationStore store, Actor actor) : IPreparation<RescanPlugins>
{
    public async Task PrepareAsync(RescanPlugins command, CancellationToken ct)
    {
        // The folder is the server's, so it belongs to the organization that the server began with.
        if (actor.OrganizationId != Organization.DefaultId)
            throw new ForbiddenException("catalog:admin");
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
        command.Report.Value = await scan.RunAsync(command.DryRun, ct);
    }
}

internal sealed class RescanPluginsHandler(UnitOfWork work) : IRequestHandler<RescanPlugins, FolderReport>
{
    public Task<FolderReport> Handle(RescanPlugins request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        return Task.FromResult(request.Report.Value ?? throw new InvalidOperationException("The drop folder is looked through outside of other commands."));
    }
}
