namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>
/// What a plugin derives from. The server makes one instance for each organization that has the plugin installed, and another one whenever it is
/// loaded again; the class needs a public constructor without parameters. Views, actions and hooks may be called by several requests at once.
/// </summary>
public abstract class Plugin
{
    /// <summary>Says what the plugin offers. Called once, before the start; it must neither wait nor call out.</summary>
    /// <param name="contributions">Where to say it.</param>
    public abstract void Declare(PluginContributions contributions);

    /// <summary>Gets ready. Nothing is asked of the plugin before this has ended; if it throws or takes too long, the plugin does not come into use.</summary>
    /// <param name="context">What the server gives the plugin; good until the stop.</param>
    /// <param name="cancellationToken">Fires when the time for starting is over.</param>
    public virtual Task StartAsync(IPluginContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Called once this instance has taken the place of another one of the same plugin.</summary>
    /// <param name="previousVersion">The version of the one before.</param>
    /// <param name="cancellationToken">Fires when the time for it is over.</param>
    public virtual Task ReloadedAsync(string previousVersion, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Lets go of everything: timers, threads, registrations. Called once, after the last call has ended. Whatever keeps running keeps the
    /// plugin's code in memory; a stop that takes too long is not waited for.
    /// </summary>
    /// <param name="cancellationToken">Fires when the time for stopping is over.</param>
    public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
