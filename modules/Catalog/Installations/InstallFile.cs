using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Installs a file that was sent or is fetched by its address: what it is called and which version it is, the file itself says (G19).</summary>
internal sealed class InstallFile(
    InstallationStore store, Arrivals arrivals, Staging staging, Planner planner, PlanExecution execution, IDbContextFactory<CatalogDb> contexts, ArtifactIntake intake, ArtifactDownload download, SignatureCheck signatures, CatalogOptions options, Actor actor)
{
    /// <summary>Before the transaction: fetches, checks and starts it.</summary>
    public async Task PrepareAsync(InstallPlugin request, CancellationToken ct)
    {
        Permit(request);
        var policy = await store.PeekPolicyAsync(ct);
        policy.EnsureRemoteAdmin();
        var release = await ReleaseAsync(request, policy, ct);
        var there = await store.PeekForInstallAsync(release.Name, ct);
        EnsureExpected(request, there);
        var activate = request.Activate && !release.IsSetAside;
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            await EnsureReplaceableAsync(db, release, there, policy, activate, ct);
            if (activate && !request.DryRun && await planner.PlanFileAsync(db, release, request.WithDependencies, request.ExpectedPlanDigest, ct) is { } plan)
                await execution.PrepareAsync(db, plan, ct);
        }
        if (activate && !request.DryRun)
            await staging.StartAsync(actor.OrganizationId, release, there, ct);
    }

    /// <summary>In the transaction: the same checks again, then the change.</summary>
    public async Task<InstallPluginPayload> InstallAsync(InstallPlugin request, CancellationToken ct)
    {
        Permit(request);
        var policy = await store.PolicyAsync(ct);
        policy.EnsureRemoteAdmin();
        var release = await ReleaseAsync(request, policy, ct);
        request.ResolvedName.Value = release.Name;
        // What it needs, and what needs it, concerns other names.
        await store.LockAllAsync(ct);
        var there = await store.FindForInstallAsync(release.Name, ct);
        EnsureExpected(request, there);
        var activate = request.Activate && !release.IsSetAside;
        await EnsureReplaceableAsync(store.Db, release, there, policy, activate, ct);
        var plan = activate ? await planner.PlanFileAsync(store.Db, release, request.WithDependencies, request.ExpectedPlanDigest, ct) : null;
        if (plan is not null)
            await execution.ExecuteAsync(plan, request.DryRun, request.AcceptOptionLoss, ct);
        return await store.PutAsync(release, there, policy, activate, request.DryRun, request.AcceptOptionLoss, ct) with { Plan = plan };
    }

    /// <summary>Nothing is fetched for somebody who may install nothing, or not what they name.</summary>
    internal void Permit(InstallPlugin request)
    {
        if (request.Name is { } given)
            actor.Require($"plugins:install:{PluginName.Given(Text.Required(given, "name", 255))}");
        else if (!actor.Capabilities.Granted.Any(capability => capability is "*" || capability.StartsWith("plugins:", StringComparison.Ordinal)))
            actor.Require("plugins:install:*");
    }

    /// <summary>What the file is, once it is here and may be installed.</summary>
    private async Task<PluginRelease> ReleaseAsync(InstallPlugin request, Policy policy, CancellationToken ct)
    {
        var sha256 = CheckedDigest(request.Sha256);
        var arrived = await arrivals.OnceAsync(request, () => FetchAsync(request, sha256, policy, ct));
        var (name, manifest) = (arrived.Inspection.Name, arrived.Inspection.Manifest);
        actor.Require($"plugins:install:{name}");
        if (request.Version is { } version && manifest.Version is { } said && VersionOrder.Compare(version, said) != 0)
            throw new ManifestInvalidException($"it is the version '{said}', not '{version}'.");
        if (manifest is { MinHostVersion: { } minHost, Ecosystem: { } ecosystem } && options.HostVersions.GetValueOrDefault(ecosystem) is { } host && !HostCompatibility.Runs(host, minHost, null))
            throw new IncompatibleHostException(name, manifest.Version ?? "", host);
        var release = new PluginRelease(name, manifest.Version ?? request.Version, request.Source.Url is null ? InstallationOrigin.Upload : InstallationOrigin.Url)
        {
            SourceUrl = request.Source.Url is { } url ? ArtifactDownload.Shown(url) : null,
            Warnings = arrived.Inspection.Warnings,
            IsSetAside = arrived.IsSetAside,
        }.With(arrived.Digest, arrived.Inspection.FileName, manifest);
        return await CheckAsync(request, release, policy, ct);
    }

    /// <summary>A file that the catalog has published under this name is judged as the catalog's; any other has only its name.</summary>
    private async Task<PluginRelease> CheckAsync(InstallPlugin request, PluginRelease release, Policy policy, CancellationToken ct)
    {
        var plugin = await store.Db.Plugins.AsNoTracking().Include(plugin => plugin.Repository).Named(release.Name, null).FirstOrDefaultAsync(ct);
        var versions = plugin is null ? [] : await store.Db.Versions.AsNoTracking().Where(version => version.PluginKey == plugin.Id && version.Version == release.Version).ToListAsync(ct);
        var signature = Text.Optional(request.Signature, "signature", SignatureCheck.MaxLength);
        if (versions.Find(version => version.Artifacts.Any(artifact => artifact.Sha256 == release.Digest)) is not { } published)
        {
            policy.EnsureInstallable(release.Name);
            await signatures.EnsureAsync(policy, release.Name, plugin?.Authors ?? [], signature, release.Digest, given: true, ct);
            if (plugin is { State: PluginState.Disabled })
                throw new PluginNotAllowedException(release.Name, "it is disabled in the catalog");
            return release with { PluginKey = plugin?.Id };
        }
        policy.EnsureInstallable(plugin!, plugin!.Repository);
        signature ??= published.Artifacts.First(artifact => artifact.Sha256 == release.Digest).Signature;
        policy.EnsureInstallable(plugin, published);
        await signatures.EnsureAsync(policy, release.Name, plugin.Authors, signature, release.Digest, given: request.Signature is not null, ct);
        if (published.State == VersionState.Yanked)
            throw new VersionYankedException(release.Name, published.Version);
        return policy.IsOldEnough(published, store.Now) ? release with { PluginKey = plugin.Id, VersionKey = published.Id } : throw new ReleaseTooRecentException(published.Version, policy.MinimumReleaseAge);
    }

    private async Task<ArrivedArtifact> FetchAsync(InstallPlugin request, string? sha256, Policy policy, CancellationToken ct)
    {
        if (request.Source.Url is { } url)
            return await download.ReadAsync(url, policy, policy.MaxArtifactBytes, (body, fileName) => TakeAsync(body, fileName), ct);
        await using var upload = request.Source.Upload!.OpenReadStream();
        return await TakeAsync(upload, request.Source.Upload.Name);

        Task<ArrivedArtifact> TakeAsync(Stream content, string fileName) => intake.TakeAsync(
            content, new Arrival(fileName, policy.MaxArtifactBytes) { GivenName = request.Name, Sha256 = sha256, Keep = !request.DryRun }, arrivals.Steps, ct);
    }

    /// <summary>What is there may be interrupted, and what needs it keeps what it needs.</summary>
    private async Task EnsureReplaceableAsync(CatalogDb db, PluginRelease release, PluginInstallation? there, Policy policy, bool activate, CancellationToken ct)
    {
        there?.EnsureReplaceable(policy, release);
        if (activate)
            await InstalledNeeds.EnsureStillMetAsync(db, actor.OrganizationId, release.Name, release.Version, ct);
        else if (there is { Disabled: false } && await InstalledNeeds.AnyDependsOnAsync(db, actor.OrganizationId, release.Name, ct))
            (await InstalledNeeds.LoadAsync(db, actor.OrganizationId, ct)).WithDependents(release.Name, DependentStrategy.None, removing: false, policy);
    }

    private static string? CheckedDigest(string? sha256) => sha256 is null || ContentStore.IsDigest(sha256.ToLowerInvariant())
        ? sha256
        : throw new InputInvalidException("sha256", "A SHA-256 has 64 hexadecimal digits.");

    private static void EnsureExpected(InstallPlugin request, PluginInstallation? there)
    {
        if (request.ExpectedEtag is { } expected && expected != there?.Etag)
            throw new EtagMismatchException(expected, there?.Etag ?? "none");
    }
}
