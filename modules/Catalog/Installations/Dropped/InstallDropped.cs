using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>Installs a file of the drop folder; one that ends in <c>.disabled</c> stays out of use (G23).</summary>
internal sealed record InstallDropped(FileInfo File) : ICommand<InstallPluginPayload>
{
    public bool Activate => !DropFile.IsSetAside(File.Name);

    string? ICommand.AuditTarget => File.Name;
}

internal sealed class FetchBeforeInstallingDropped(DroppedRelease release, InstallationStore store, Staging staging, IDbContextFactory<CatalogDb> contexts, Actor actor) : IPreparation<InstallDropped>
{
    public async Task PrepareAsync(InstallDropped command, CancellationToken ct)
    {
        var found = await release.OfAsync(command, await store.PeekPolicyAsync(ct), ct);
        await using (var db = await contexts.CreateDbContextAsync(ct))
            await release.EnsureMetAsync(db, command, found, ct);
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
        await store.LockAllAsync(ct);
        await release.EnsureMetAsync(store.Db, request, found, ct);
        var payload = await store.PutAsync(found, await store.FindForInstallAsync(found.Name, ct), policy, request.Activate, rehearsal: false, acceptOptionLoss: false, ct);
        if (await store.Db.DropFiles.FirstOrDefaultAsync(file => file.FileName == request.File.Name, ct) is not { } known)
            store.Db.Add(known = new DropFile(request.File.Name));
        known.Loaded(bytes, modifiedAt, found.Name);
        return payload;
    }
}

/// <summary>What a file of the drop folder brings.</summary>
internal sealed class DroppedRelease(Arrivals arrivals, ArtifactIntake intake, DropFolder folder, SignatureCheck signatures, Planner planner, InstallationStore store, Actor actor)
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
        await EnsureSignedAsync(command, policy, name, plugin, arrived.Digest, ct);
        return new PluginRelease(name, manifest.Version, InstallationOrigin.Managed) { PluginKey = plugin?.Id, Warnings = arrived.Inspection.Warnings }.With(arrived.Digest, arrived.Inspection.FileName, manifest);
    }

    /// <summary>What it needs must be there: nothing comes in from the catalog that nobody put into the folder. And what needs it keeps what it needs.</summary>
    /// <exception cref="Dependencies.DependencyMissingException">It is not.</exception>
    public async Task EnsureMetAsync(CatalogDb db, InstallDropped command, PluginRelease found, CancellationToken ct)
    {
        if (!command.Activate)
            return;
        await planner.PlanFileAsync(db, found, withDependencies: false, expectedDigest: null, ct);
        await InstalledNeeds.EnsureStillMetAsync(db, actor.OrganizationId, found.Name, found.Version, ct);
    }

    /// <summary>The signature lies beside the file, or the catalog has published it for a file with this digest.</summary>
    private async Task EnsureSignedAsync(InstallDropped command, Policy policy, string name, Plugin? plugin, string digest, CancellationToken ct)
    {
        var beside = folder.SignatureOf(command.File, SignatureCheck.MaxLength);
        var signature = beside;
        if (signature is null && policy.RequireSignature && plugin is not null)
            signature = (await store.Db.Versions.AsNoTracking().Where(version => version.PluginKey == plugin.Id).ToListAsync(ct))
                .SelectMany(version => version.Artifacts).FirstOrDefault(artifact => artifact.Sha256 == digest && artifact.Signature is not null)?.Signature;
        await signatures.EnsureAsync(policy, name, plugin?.Authors ?? [], signature, digest, given: beside is not null, ct);
    }
}
