using System.Reflection;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>One load of a plugin that has started. After its stop nothing here leads to the plugin's code any more.</summary>
internal sealed class LoadedPlugin(
    PluginStart start, Plugin plugin, PluginContributions contributions, PluginContext context, PluginLoadContext? assemblies, PluginLog log, RuntimeOptions options, TimeProvider clock)
{
    private Plugin? _plugin = plugin;
    private PluginContext? _context = context;
    private PluginLoadContext? _assemblies = assemblies;
    private PluginContributions? _contributions = contributions;

    public PluginStart Start => start;

    public PluginLog Log => log;

    public CallGate Gate { get; } = new(options.MaxConcurrentCalls, options.MaxWaitingCalls);

    public CircuitBreaker Breaker { get; } = new(options.BreakerFailures, options.BreakerPause, clock);

    public PluginOffer Offer { get; } = PluginOffer.Of(start.Name, start.Version ?? "", start.Generation, contributions);

    /// <summary>What may be called; null once it has stopped.</summary>
    public PluginContributions? Contributions => Volatile.Read(ref _contributions);

    /// <summary>Dies when the plugin's code has left the memory; null for remote plugins.</summary>
    public WeakReference? Code { get; } = assemblies is null ? null : new WeakReference(assemblies);

    /// <summary>Tells the plugin that it has taken another one's place.</summary>
    public async Task ReloadedAsync(string previousVersion)
    {
        if (_plugin is not { } plugin) return;
        using var limit = new CancellationTokenSource(options.StartTimeout);
        await BoundedAsync("ReloadedAsync", () => plugin.ReloadedAsync(previousVersion, limit.Token), options.StartTimeout);
    }

    /// <summary>Takes no more calls, lets those that run end, stops the plugin and lets its code go. Ends within twice the time for stopping, whatever the plugin does.</summary>
    public async Task StopAsync()
    {
        var empty = Gate.CloseAsync();
        try
        {
            await empty.WaitAsync(options.StopTimeout);
        }
        catch (TimeoutException)
        {
            log.Write(PluginLogLevel.Warning, $"{Gate.Running} calls did not end in {options.StopTimeout.TotalSeconds:0.#} s and are abandoned.");
        }
        await StopPluginAsync();
        Unload();
    }

    private async Task StopPluginAsync()
    {
        if (Interlocked.Exchange(ref _plugin, null) is not { } plugin || _context is not { } context) return;
        using var limit = new CancellationTokenSource(options.StopTimeout);
        await BoundedAsync("StopAsync", () =>
        {
            context.Stop();
            return plugin.StopAsync(limit.Token);
        }, options.StopTimeout);
    }

    private async Task BoundedAsync(string what, Func<Task> work, TimeSpan limit)
    {
        var task = OwnThread.RunAsync(async () =>
        {
            await work();
            return true;
        });
        task.Forget();
        try
        {
            await task.WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            log.Write(PluginLogLevel.Warning, $"{what} did not end in {limit.TotalSeconds:0.#} s and is abandoned.");
        }
        catch (Exception e)
        {
            log.Failed(what, e);
        }
    }

    private void Unload()
    {
        Volatile.Write(ref _contributions, null);
        Interlocked.Exchange(ref _context, null)?.Dispose();
        if (Interlocked.Exchange(ref _assemblies, null) is not { } assemblies) return;
        assemblies.Unload();
        ForgetJsonTypes();
    }

    /// <summary>
    /// JSON options that are shared keep what they know of every type that was ever serialized, a plugin's among them; the runtime's own way to clear
    /// that, meant for hot reload, is the only one there is (https://github.com/dotnet/runtime/issues/65323).
    /// </summary>
    private static void ForgetJsonTypes() =>
        typeof(JsonSerializerOptions).Assembly.GetType("System.Text.Json.JsonSerializerOptionsUpdateHandler")
            ?.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public)?.Invoke(null, [null]);
}
