using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Enablement;
using GraphQLPlugins.Options.Release;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Options.Endpoints;

/// <summary>Lets a caller through to a plugin: it exists, runs and is enabled in the scope; and brings what the plugin needs to know.</summary>
internal sealed class PluginAdmission(PluginDeclarations plugins, PluginOptionValues options, PluginCalls calls, Actor actor)
{
    /// <summary>Without secrets as yet: see <see cref="CallAsync"/>.</summary>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="ScopeInvalidException">There is no such project.</exception>
    /// <exception cref="PluginNotRunningException">It does not run.</exception>
    /// <exception cref="PluginNotEnabledException">It is not enabled there.</exception>
    public async Task<SeenOptions> AdmitAsync(string pluginId, PluginScope scope, CancellationToken ct)
    {
        var plugin = await RunningAsync(pluginId, ct);
        var seen = await options.SeeAsync(actor.OrganizationId, plugin, scope, ct);
        return PluginEnablement.Of(plugin, seen.Effective, seen.Scope, PluginEnablement.AtInstance(seen.Stored)).IsEnabled ? seen : throw new PluginNotEnabledException(pluginId);
    }

    /// <summary>The plugin, whether or not it is switched on anywhere.</summary>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="PluginNotRunningException">It does not run.</exception>
    /// <exception cref="PluginNotEnabledException">The catalog does not allow it.</exception>
    public async Task<PluginDeclaration> RunningAsync(string pluginId, CancellationToken ct)
    {
        var plugin = await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId);
        if (!plugin.IsEnabled) throw new PluginNotEnabledException(pluginId);
        return plugin.IsRunning ? plugin : throw new PluginNotRunningException([pluginId]);
    }

    /// <summary>The call with the plugin's options, secrets among them, for the load that runs here now.</summary>
    public async Task<PluginCall> CallAsync(SeenOptions seen, PluginScope scope, CancellationToken ct)
    {
        var released = calls.Find(actor.OrganizationId, seen.Plugin.PluginId) is { } offer
            ? await options.ReleaseAsync(actor.OrganizationId, offer.Generation, seen, ct)
            : OptionValues.None;
        return new PluginCall(new PluginCaller(actor.Name, actor.PrincipalId), scope, released);
    }
}
