using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>Removes what a file of the drop folder brought that is gone; only forgets the file when the plugin has come from elsewhere since.</summary>
internal sealed record RemoveDropped(string FileName, string? Name) : ICommand<bool>
{
    string? ICommand.AuditTarget => Name ?? FileName;
}

internal sealed class RemoveDroppedHandler(InstallationStore store, Staging staging) : IRequestHandler<RemoveDropped, bool>
{
    /// <returns>Whether a plugin was removed.</returns>
    public async Task<bool> Handle(RemoveDropped request, CancellationToken ct)
    {
        if (request.Name is { } locked)
            await store.LockAsync(locked, ct);
        await store.Db.DropFiles.Where(file => file.FileName == request.FileName).ExecuteDeleteAsync(ct);
        if (request.Name is not { } name || await store.FindAsync(name, ct) is not { Origin: InstallationOrigin.Managed } installation)
            return false;
        (await store.PolicyAsync(ct)).EnsureNotMandatory(name);
        store.Db.Remove(installation);
        staging.StopAfterCommit(installation);
        store.Tell(installation, PluginLifecycleAction.Uninstalled);
        return true;
    }
}
