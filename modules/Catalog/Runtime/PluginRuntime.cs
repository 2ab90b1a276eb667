using System.Collections.Concurrent;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>All plugins that run on this host, and how one load of a plugin takes another's place.</summary>
internal sealed class PluginRuntime(PluginLoader loader, CatalogOptions options)
{
    private readonly RuntimeOptions _options = options.Runtime;
    private readonly ConcurrentDictionary<Guid, PluginSlot> _slots = new();
    private readonly ConcurrentDictionary<(Guid OrganizationId, string Name), PluginSlot> _byName = new();
    private readonly ConcurrentDictionary<Task, byte> _stops = new();
    private int _withHooks;

    /// <summary>Whether any plugin here takes part in writing or reading options; one read, for callers that most often need not ask further.</summary>
    public bool AnyHooks => Volatile.Read(ref _withHooks) > 0;

    public IEnumerable<PluginSlot> Slots => _slots.Values;

    public PluginSlot? Find(Guid organizationId, string name) => _byName.GetValueOrDefault((organizationId, name));

    public PluginSlot? Find(Guid installationId) => _slots.GetValueOrDefault(installationId);

    /// <summary>Starts a version beside the one in use, or in its place when it cannot be beside it.</summary>
    /// <returns>What waits for the commit; null when the file is not one that runs here.</returns>
    /// <exception cref="PluginFault">It does not start; what was in use still is.</exception>
    public async Task<IPluginActivation?> PrepareAsync(PluginStart start)
    {
        var package = loader.Open(start.Digest);
        if (!package.Entry.Runs) return null;
        return start.Mode == ReloadMode.Restart && Find(start.InstallationId) is { Current: not null } slot
            ? await RestartAsync(slot, start, package)
            : new HotActivation(this, await loader.StartAsync(start, package));
    }

    /// <summary>Starts a version and lets it take over, outside of a command.</summary>
    /// <exception cref="PluginFault">It does not start; what was in use still is.</exception>
    public async Task LoadAsync(PluginStart start)
    {
        if (await PrepareAsync(start) is { } activation) await activation.CommitAsync();
    }

    /// <summary>Takes a plugin out of use; its calls end before its code goes, which is not waited for.</summary>
    public async Task UnloadAsync(Guid installationId)
    {
        if (Find(installationId) is not { } slot) return;
        await TakeAsync(slot);
        try
        {
            Release(slot, null);
            _slots.TryRemove(installationId, out _);
            _byName.TryRemove(KeyValuePair.Create((slot.OrganizationId, slot.Name), slot));
        }
        finally
        {
            slot.Change.Release();
        }
    }

    /// <summary>Ends when everything that was told to stop has stopped or been abandoned.</summary>
    public async Task WhenStoppedAsync()
    {
        while (_stops.Keys.FirstOrDefault() is { } stop) await stop;
    }

    /// <summary>Keeps the place of a plugin that is in use and did not start here, so that callers are told apart from those of one that is not.</summary>
    public void Reserve(PluginStart start) => SlotOf(start);

    private PluginSlot SlotOf(PluginStart start)
    {
        var slot = _slots.GetOrAdd(start.InstallationId, static (id, start) => new PluginSlot(start.OrganizationId, id, start.Name), start);
        _byName[(slot.OrganizationId, slot.Name)] = slot;
        return slot;
    }

    /// <summary>The old one stops, then the new one starts (G39). If that fails the old one is loaded again.</summary>
    private async Task<IPluginActivation> RestartAsync(PluginSlot slot, PluginStart start, PluginPackage package)
    {
        await TakeAsync(slot);
        var old = slot.Current;
        try
        {
            slot.IsRestarting = true;
            if (old is not null)
            {
                Replace(slot, null);
                await old.StopAsync();
            }
            return new ColdActivation(this, slot, old?.Start, await loader.StartAsync(start, package));
        }
        catch
        {
            await ReturnAsync(slot, old?.Start);
            throw;
        }
    }

    /// <summary>Ends a restart that came to nothing.</summary>
    private async Task ReturnAsync(PluginSlot slot, PluginStart? old)
    {
        try
        {
            if (old is not null) Replace(slot, await loader.StartAsync(old, loader.Open(old.Digest)));
        }
        finally
        {
            slot.IsRestarting = false;
            slot.Change.Release();
        }
    }

    private async Task TakeAsync(PluginSlot slot)
    {
        // Longer than any change takes: a stop, a start that fails, and the start of the old one.
        if (!await slot.Change.WaitAsync(4 * (_options.StartTimeout + _options.StopTimeout)))
            throw new PluginFault("CHANGE_UNDER_WAY", "Another change of it has not ended. Try again later.");
    }

    /// <summary>Lets another load serve, or none, and stops the one before without waiting for it.</summary>
    private void Release(PluginSlot slot, LoadedPlugin? next)
    {
        if (Replace(slot, next) is { } old) StopLater(old, next);
    }

    private void StopLater(LoadedPlugin old, LoadedPlugin? next)
    {
        var stop = Task.Run(async () =>
        {
            if (next is not null) await next.ReloadedAsync(old.Offer.Version);
            await old.StopAsync();
        });
        _stops[stop] = 0;
        stop.ContinueWith(done => _stops.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private LoadedPlugin? Replace(PluginSlot slot, LoadedPlugin? next)
    {
        var old = slot.Current;
        slot.Current = next;
        Interlocked.Add(ref _withHooks, (next?.Offer.HasOptionHooks is true ? 1 : 0) - (old?.Offer.HasOptionHooks is true ? 1 : 0));
        return old;
    }

    private sealed class HotActivation(PluginRuntime runtime, LoadedPlugin next) : IPluginActivation
    {
        public async Task CommitAsync()
        {
            var slot = runtime.SlotOf(next.Start);
            await runtime.TakeAsync(slot);
            try
            {
                // A later change was faster, or the plugin was removed meanwhile.
                if (slot.Current?.Start.Generation >= next.Start.Generation || runtime.Find(slot.InstallationId) != slot) runtime.StopLater(next, null);
                else runtime.Release(slot, next);
            }
            finally
            {
                slot.Change.Release();
            }
        }

        public Task AbandonAsync()
        {
            runtime.StopLater(next, null);
            return Task.CompletedTask;
        }
    }

    private sealed class ColdActivation(PluginRuntime runtime, PluginSlot slot, PluginStart? old, LoadedPlugin next) : IPluginActivation
    {
        public async Task CommitAsync()
        {
            runtime.Replace(slot, next);
            slot.IsRestarting = false;
            slot.Change.Release();
            if (old is not null) await next.ReloadedAsync(old.Version ?? "");
        }

        public async Task AbandonAsync()
        {
            await next.StopAsync();
            await runtime.ReturnAsync(slot, old);
        }
    }
}
