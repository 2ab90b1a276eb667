using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Installations.Activation;

/// <summary>Runs installed plugins on this host. Safe to share.</summary>
internal interface IPluginActivator
{
    /// <summary>
    /// Makes a version ready to take over while the one in use goes on serving. With <see cref="ReloadMode.Reload"/> it is started here; with
    /// <see cref="ReloadMode.Restart"/> the old one stops first, here or at the commit.
    /// </summary>
    /// <returns>What waits for the commit; <see cref="PassiveActivation"/> for files that do not run on this host.</returns>
    /// <exception cref="PluginLoadFailedException">It does not start. Nothing is left of it, and the old one serves.</exception>
    Task<IPluginActivation> PrepareAsync(PluginStart start, CancellationToken ct);

    /// <summary>Takes a plugin out of use after it was disabled or removed; does nothing for one that does not run here.</summary>
    Task StopAsync(Guid installationId, CancellationToken ct);
}

/// <summary>A version that is ready to take over. One of the two methods is called, once.</summary>
internal interface IPluginActivation
{
    /// <summary>The change has committed: the version takes over and the old one stops. Ignored when a later generation already serves.</summary>
    Task CommitAsync();

    /// <summary>The change did not happen: the version stops and the old one goes on.</summary>
    Task AbandonAsync();
}

/// <summary>What is to be started.</summary>
/// <param name="OrganizationId">Whose it is.</param>
/// <param name="InstallationId">Its installation, which may not be in the database yet.</param>
/// <param name="Name">The installation's name.</param>
/// <param name="Version">The version.</param>
/// <param name="Generation">The generation that the installation will have.</param>
/// <param name="Mode">How it takes over; <see cref="ReloadMode.Reload"/> when old and new both allow it (G39).</param>
/// <param name="Manifest">What the file says of itself.</param>
/// <param name="Digest">The file's SHA-256: what to open in the content store.</param>
internal sealed record PluginStart(
    Guid OrganizationId, Guid InstallationId, string Name, string? Version, int Generation, ReloadMode Mode, PluginManifest Manifest, string Digest);
