using System.Runtime.InteropServices;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>
/// Files that were fetched and checked for the command of this scope, each once: a preparation does it before the transaction, the handler asks for the same.
/// </summary>
internal sealed class Arrivals(ArtifactIntake intake, ArtifactDownload download, ArtifactShelf shelf, SignatureCheck signatures, JobSteps steps, CatalogOptions options, UnitOfWork work)
{
    private readonly Dictionary<object, ArrivedArtifact> _arrived = [];

    /// <summary>Told how many bytes of a file have arrived.</summary>
    public JobSteps Steps => steps;

    /// <summary>A file that does not come from the catalog.</summary>
    /// <param name="key">What it is remembered by.</param>
    /// <param name="fetch">Gets it.</param>
    public async Task<ArrivedArtifact> OnceAsync(object key, Func<Task<ArrivedArtifact>> fetch)
    {
        if (_arrived.TryGetValue(key, out var arrived) && arrived.Hold is null or { IsHeld: true })
            return arrived;
        return _arrived[key] = await steps.DoAsync("fetch and check the file", fetch);
    }

    /// <summary>A version of the catalog with its file, if it has one that is to be fetched; a rehearsal fetches nothing.</summary>
    /// <exception cref="Artifacts.Inspection.ManifestInvalidException">The file is another plugin's or another version's.</exception>
    /// <exception cref="SignatureInvalidException">The policy asks for a signature, and no key that is trusted made its.</exception>
    public async Task<PluginRelease> ReleaseAsync(Plugin plugin, RepositoryType repository, PluginVersion? version, Policy policy, bool dryRun, CancellationToken ct)
    {
        var release = PluginRelease.Of(plugin, version);
        if (version is null)
            return release;
        var artifact = ArtifactOf(version) ?? version.Artifacts.FirstOrDefault(artifact => artifact.Platform is null);
        var fetched = artifact is { Url: not null } && (repository is not (RepositoryType.Imported or RepositoryType.Managed) || options.Artifacts.FetchImported);
        if (dryRun || !fetched)
        {
            // A digest that nobody published shows itself when the file is fetched.
            if (!(dryRun && fetched && artifact!.Sha256 is null))
                await EnsureSignedAsync(plugin, artifact, artifact?.Sha256, policy, ct);
            return release;
        }
        if (artifact!.Sha256 is { } digest && await HeldAsync(digest, ct) is { } stored)
        {
            await EnsureSignedAsync(plugin, artifact, digest, policy, ct);
            return Checked(release.With(digest, stored.FileName, stored.Manifest), stored.Manifest, isVerified: true);
        }
        var arrived = await OnceAsync(version.Id, () => download.ReadAsync(artifact.Url!, policy, policy.MaxArtifactBytes,
            (body, fileName) => intake.TakeAsync(body, new Arrival(fileName, policy.MaxArtifactBytes) { GivenName = plugin.PluginId, Sha256 = artifact.Sha256 }, steps, ct), ct));
        await EnsureSignedAsync(plugin, artifact, arrived.Digest, policy, ct);
        return Checked(release.With(arrived.Digest, arrived.Inspection.FileName, arrived.Inspection.Manifest), arrived.Inspection.Manifest, artifact.Sha256 is not null);
    }

    private Task EnsureSignedAsync(Plugin plugin, PluginArtifact? artifact, string? digest, Policy policy, CancellationToken ct) =>
        signatures.EnsureAsync(policy, plugin.PluginId, plugin.Authors, artifact?.Signature, digest, given: false, ct);

    /// <summary>For every platform, or for this host's.</summary>
    private static PluginArtifact? ArtifactOf(PluginVersion version) =>
        version.Artifacts.FirstOrDefault(artifact => artifact.Platform is null && artifact.Url is not null) ?? version.Artifacts.FirstOrDefault(artifact => artifact.Platform == Platform);

    private static string Platform { get; } =
        $"{(OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux")}-{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}";

    private async Task<StoredArtifact?> HeldAsync(string digest, CancellationToken ct)
    {
        // Held first, so that it cannot go meanwhile; what is not on this disk is fetched again.
        if (await shelf.HoldAsync(digest, ct) is not { } hold)
            return null;
        work.Enlist(hold);
        return await shelf.FindAsync(digest, ct);
    }

    /// <summary>A file whose digest the catalog names may spell its version otherwise; its name never.</summary>
    private static PluginRelease Checked(PluginRelease release, PluginManifest manifest, bool isVerified)
    {
        if (manifest.Name is { } name && name != release.Name)
            throw new Artifacts.Inspection.ManifestInvalidException($"it is the plugin '{name}', not '{release.Name}'.");
        if (manifest.Version is not { Length: > 0 } version || VersionOrder.Compare(version, release.Version!) == 0)
            return release;
        return isVerified
            ? release with { Warnings = [.. release.Warnings, $"The file calls its version '{version}', the catalog '{release.Version}'."] }
            : throw new Artifacts.Inspection.ManifestInvalidException($"it is the version '{version}', not '{release.Version}'.");
    }
}
