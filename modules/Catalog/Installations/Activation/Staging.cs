using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Catalog.Installations.Activation;

/// <summary>
/// Versions that were started for the command of this scope and wait for its end. A preparation starts them before the transaction; the handler asks again
/// under the lock, which starts anew what another host changed meanwhile, and what nobody prepared.
/// </summary>
internal sealed class Staging(IPluginActivator activator, ArtifactShelf shelf, JobSteps steps, UnitOfWork work)
{
    private readonly Dictionary<string, Started> _started = new(StringComparer.Ordinal);

    /// <summary>Starts a release, unless it was started for exactly this; the version in use goes on serving.</summary>
    /// <param name="organizationId">Whose plugin it is.</param>
    /// <param name="release">What comes into use.</param>
    /// <param name="there">What is installed under the name; null when nothing is.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>The installation's id, also of one that is still to be made.</returns>
    /// <exception cref="PluginLoadFailedException">It does not start.</exception>
    public async Task<Guid> StartAsync(Guid organizationId, PluginRelease release, PluginInstallation? there, CancellationToken ct)
    {
        if (_started.TryGetValue(release.Name, out var started) && started.IsPending)
        {
            if (started.Digest == release.Digest && started.Revision == there?.Revision)
                return started.InstallationId;
            await started.AbandonedAsync();
        }
        var id = there?.Id ?? Guid.CreateVersion7();
        if (release.Manifest is null)
        {
            // Only recorded, so what ran before has to stop.
            if (there is not null)
                StopAfterCommit(there);
            return id;
        }
        var start = new PluginStart(organizationId, id, release.Name, release.Version, (there?.Generation ?? 0) + 1, there?.ModeOf(release) ?? ReloadMode.Reload, release.Manifest, release.Digest!);
        _started[release.Name] = started = new Started(await steps.DoAsync($"start {release.Name}", () => activator.PrepareAsync(start, ct)), id, release.Digest, there?.Revision);
        work.Enlist(started);
        return id;
    }

    /// <summary>Starts what is installed, in its present version.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public async Task StartCurrentAsync(PluginInstallation installation, CancellationToken ct) =>
        await StartAsync(installation.OrganizationId, await WithManifestAsync(installation.Current(), ct), installation, ct);

    /// <summary>The release with what its file says, if the file is in the store.</summary>
    public async Task<PluginRelease> WithManifestAsync(PluginRelease release, CancellationToken ct) =>
        await shelf.FindAsync(release.Digest, ct) is { } artifact ? release with { Manifest = artifact.Manifest, ReloadMode = artifact.Manifest.ReloadMode, LoadPriority = artifact.Manifest.LoadPriority } : release;

    /// <summary>Stops a plugin once the command has committed.</summary>
    public void StopAfterCommit(PluginInstallation installation) => work.Enlist(new Stopping(activator, installation.Id));

    private sealed class Started(IPluginActivation activation, Guid installationId, string? digest, int? revision) : IParticipant
    {
        public bool IsPending { get; private set; } = true;

        public Guid InstallationId => installationId;

        public string? Digest => digest;

        public int? Revision => revision;

        public Task CommittedAsync() => End(activation.CommitAsync);

        public Task AbandonedAsync() => End(activation.AbandonAsync);

        private Task End(Func<Task> end)
        {
            if (!IsPending)
                return Task.CompletedTask;
            IsPending = false;
            return end();
        }
    }

    private sealed class Stopping(IPluginActivator activator, Guid installationId) : IParticipant
    {
        public Task CommittedAsync() => activator.StopAsync(installationId, default);

        public Task AbandonedAsync() => Task.CompletedTask;
    }
}
