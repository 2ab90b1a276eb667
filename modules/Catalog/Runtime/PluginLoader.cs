using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Loads and starts plugins, each apart from the server: whatever one does at its start, at most its own start fails.</summary>
internal sealed class PluginLoader(ContentStore files, EgressGuard egress, IServiceScopeFactory scopes, CatalogOptions options, TimeProvider clock, ILoggerFactory logs)
{
    private const int MaxSourceName = 100;
    private readonly RuntimeOptions _options = options.Runtime;
    private readonly ILogger _log = logs.CreateLogger("GraphQLPlugins.Plugin");

    /// <summary>A file of the store; what it is not for this host to run has an entry that says so.</summary>
    /// <exception cref="PluginFault">It cannot be read.</exception>
    public PluginPackage Open(string digest)
    {
        using var file = files.OpenRead(digest);
        var entry = PluginPackage.ReadEntry(file);
        if (!entry.Runs) return new PluginPackage(entry, new Dictionary<string, byte[]>());
        file.Position = 0;
        return PluginPackage.Read(file, _options.MaxUnpackedBytes);
    }

    /// <summary>How a file of the store runs; null when it is not there.</summary>
    /// <exception cref="PluginFault">It cannot be read.</exception>
    public PluginEntry? TryReadEntry(string digest)
    {
        if (!files.Holds(digest)) return null;
        using var file = files.OpenRead(digest);
        return PluginPackage.ReadEntry(file);
    }

    /// <summary>Starts a package that runs.</summary>
    /// <exception cref="PluginFault">It does not start; nothing is left of it, except what it itself refuses to end.</exception>
    public async Task<LoadedPlugin> StartAsync(PluginStart start, PluginPackage package)
    {
        var log = new PluginLog(_log, start.Name, start.Version ?? "");
        var context = new PluginContext(start, log, egress, scopes, _options);
        var assemblies = package.Entry.Entry is null ? null : LoadContextOf(start, package);
        var starting = OwnThread.RunAsync(() => RunStartAsync(package, assemblies, context, start, log));
        starting.Forget();
        try
        {
            return await starting.WaitAsync(_options.StartTimeout);
        }
        catch (Exception e)
        {
            context.Dispose();
            assemblies?.Unload();
            throw Explain(e, start, log);
        }
    }

    private async Task<LoadedPlugin> RunStartAsync(PluginPackage package, PluginLoadContext? assemblies, PluginContext context, PluginStart start, PluginLog log)
    {
        using var limit = new CancellationTokenSource(_options.StartTimeout);
        var plugin = assemblies is null ? new RemotePlugin(package.Entry.Remote!, _options, clock) : Instance(assemblies, package.Entry.Entry!);
        var contributions = new PluginContributions();
        plugin.Declare(contributions);
        if (contributions.SourceProviders.Keys.FirstOrDefault(name => start.Name.Length + 1 + name.Length > MaxSourceName) is { } source)
            throw new PluginFault("SOURCE_NAME_TOO_LONG", $"The source '{start.Name}/{source}' has more than {MaxSourceName} characters, the plugin's name included.");
        await plugin.StartAsync(context, limit.Token);
        return new LoadedPlugin(start, plugin, contributions, context, assemblies, log, _options, clock);
    }

    private PluginLoadContext LoadContextOf(PluginStart start, PluginPackage package)
    {
        if (!_options.InProcess) throw new PluginFault("IN_PROCESS_OFF", "This host runs no plugins in its process (Catalog:Runtime:InProcess). Install it as a remote plugin.");
        if (!RuntimeFeature.IsDynamicCodeSupported)
            throw new PluginFault("IN_PROCESS_UNSUPPORTED", "This host was compiled ahead of time and cannot load code. Install it as a remote plugin, or run a host that is not.");
        return new PluginLoadContext($"{start.Name}@{start.Generation}", package.Assemblies);
    }

    private static Plugin Instance(PluginLoadContext assemblies, EntryClass entry)
    {
        Assembly assembly;
        try
        {
            assembly = assemblies.LoadFromAssemblyName(new AssemblyName(entry.Assembly));
        }
        catch (Exception e) when (e is FileNotFoundException or BadImageFormatException or FileLoadException)
        {
            throw new PluginFault("ENTRY_INVALID", $"The package's assembly '{entry.Assembly}' cannot be loaded.", e);
        }
        if (assembly.GetReferencedAssemblies().FirstOrDefault(a => a.Name == typeof(Plugin).Assembly.GetName().Name)?.Version is { } sdk && sdk.Major != typeof(Plugin).Assembly.GetName().Version!.Major)
            throw new PluginFault("SDK_INCOMPATIBLE", $"It was built with version {sdk.ToString(2)} of the plugin SDK; this host has {typeof(Plugin).Assembly.GetName().Version!.ToString(2)}.");
        if (assembly.GetType(entry.Class) is not { IsAbstract: false } type || !type.IsSubclassOf(typeof(Plugin)) || type.GetConstructor([]) is null)
            throw new PluginFault("ENTRY_INVALID", $"The class '{entry.Class}' is not there, is no plugin, or has no public constructor without parameters.");
        return (Plugin)Activator.CreateInstance(type)!;
    }

    /// <summary>What may be told to whoever installs it; the rest is in the log.</summary>
    private PluginFault Explain(Exception exception, PluginStart start, PluginLog log)
    {
        var cause = exception is TargetInvocationException { InnerException: { } inner } ? inner : exception;
        switch (cause)
        {
            case PluginFault fault:
                return fault;
            case TimeoutException:
                log.Write(PluginLogLevel.Error, $"StartAsync did not end in {_options.StartTimeout.TotalSeconds:0.#} s and is abandoned.");
                return new PluginFault("START_TIMED_OUT", $"It did not start within {_options.StartTimeout.TotalSeconds:0.#} s.");
            case PluginRefusalException refusal:
                return new PluginFault("START_REFUSED", refusal.Message.Length <= 1000 ? refusal.Message : refusal.Message[..1000]);
            default:
                log.Failed($"Start of generation {start.Generation}", cause);
                // Its name alone: a plugin's message may hold anything.
                return new PluginFault("START_FAILED", $"It failed while it started ({cause.GetType().Name}); the host's log says more under its name.");
        }
    }
}
