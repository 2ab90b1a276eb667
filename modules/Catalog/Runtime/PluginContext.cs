using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>What one load of a plugin is given. Nothing of the server's hangs on it but through here, so that dropping it lets the plugin go.</summary>
internal sealed class PluginContext(PluginStart start, PluginLog log, EgressGuard egress, IServiceScopeFactory scopes, RuntimeOptions options) : IPluginContext, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public string PluginId => start.Name;

    public string Version => start.Version ?? "";

    public int Generation => start.Generation;

    public IPluginLog Log => log;

    public HttpClient Http { get; } = new(new EgressHandler(egress, options.MaxResponseBytes)) { Timeout = Timeout.InfiniteTimeSpan };

    public CancellationToken Stopping => _stopping.Token;

    public async Task<OptionValues> ReadOptionsAsync(PluginScope scope, CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        return services.ServiceProvider.GetService<IPluginOptionValues>() is { } values
            ? await values.ReadAsync(start.OrganizationId, start.Name, start.Generation, scope, cancellationToken)
            : OptionValues.None;
    }

    /// <summary>Fires <see cref="Stopping"/>. What a plugin registered there may block or throw, so whoever calls bounds it.</summary>
    public void Stop() => _stopping.Cancel();

    public void Dispose() => Http.Dispose();
}
