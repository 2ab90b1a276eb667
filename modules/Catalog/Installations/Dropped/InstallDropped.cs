using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>Installs a file of the drop folder; one that ends in <c>.disabled</c> stays out of use (G23).</summary>
internal sealed record InstallDropped(FileInfo File) : ICommand<InstallPluginPayload>
{
    public bool Activate => !File.Name.EndsWith(".disabled", StringComparison.Ordinal);

    string? ICommand.AuditTarget => File.Name;
}

internal sealed class FetchBeforeInstallingDropped(DroppedRelease release, InstallationStore store, Staging staging, Actor actor) : IPreparation<InstallDropped>
{
    public async Task PrepareAsync(InstallDropped command, CancellationToken ct)
    {
        var found = await release.OfAsync(command, await store.PeekPolicyAsync(ct), ct);
        if (command.Activate)
            await staging.StartAsync(actor.OrganizationId, found, await store.PeekForInstallAsync(found.Name, ct), ct);
    }
}

internal sealed class InstallDroppedHandler(DroppedRelease release, InstallationStore store) : IRequestHandler<InstallDropped, InstallPluginPayload>
{
    public async Task<InstallPluginPayload> Handle(InstallDropped request, CancellationToken ct)
    {
        var (bytes, modifiedAt) = (request.File.Length, DropFile.Modified(request.File));
        var policy = await store.PolicyAsync(ct);
        var found = await release.OfAsync(request, policy, ct);
        await store.LockAsync(found.Name, ct);
        var payload = await store.PutAsync(found, await store.FindForInstallAsync(found.Name, ct), policy, request.Activate, rehearsal: false, acceptOptionLoss: false, ct);
        if (await store.Db.DropFiles.FirstOrDefaultAsync(file => file.FileName == request.File.Name, ct) is not { } known)
            store.Db.Add(known = new DropFile(request.File.Name));
        known.Loaded(bytes, modifiedAt, found.Name);
        return payload;
    }
}

/// <summary>What a file of the drop folder brings.</summary>
internal sealed class DroppedRelease(Arrivals arrivals, ArtifactIntake intake, DropFolder folder, InstallationStore store)
{
    public async Task<PluginRelease> OfAsync(InstallDropped command, Policy policy, CancellationToken ct)
    {
        var arrived = await arrivals.OnceAsync(command, async () =>
        {
            await using var file = folder.TryOpen(command.File) ?? throw new Artifacts.Inspection.ManifestInvalidException("it is a link that leads out of the drop folder, or to nothing.");
            return await intake.TakeAsync(file, new Arrival(command.File.Name, policy.MaxArtifactBytes), null, ct);
        });
        var (name, manifest) = (arrived.Inspection.Name, arrived.Inspection.Manifest);
        policy.EnsureNotDenied(name);
        var plugin = await store.Db.Plugins.AsNoTracking().Named(name, null).FirstOrDefaultAsync(ct);
        return new PluginRelease(name, manifest.Version, InstallationOrigin.Managed) { PluginKey = plugin?.Id, Warnings = arrived.Inspection.Warnings }.With(arrived.Digest, arrived.Inspection.FileName, manifest);
    }
}
