using System.Collections.Concurrent;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Options.Values;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Options.Release;

/// <summary>Notes in the audit that a running plugin gets its secrets. Nothing else changes.</summary>
internal sealed record ReleaseSecrets(Guid OrganizationId, string PluginId, int Generation, string Scope) : ICommand<bool>
{
    string ICommand.AuditTarget => $"{PluginId} (generation {Generation})";

    string ICommand.AuditScope => Scope;

    Guid? ICommand.AuditOrganization => OrganizationId;
}

internal sealed class ReleaseSecretsHandler : IRequestHandler<ReleaseSecrets, bool>
{
    public Task<bool> Handle(ReleaseSecrets request, CancellationToken cancellationToken) => Task.FromResult(true);
}

/// <summary>Which loads of plugins have had their secrets at which scopes, on this host; each is audited once.</summary>
internal sealed partial class SecretReleases(IServiceScopeFactory scopes, ILogger<SecretReleases> log)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<(Guid, string, int, string), byte> _audited = new();

    /// <returns>False when another plugin shares the plugin's option keys, so that it cannot be told whose the secrets are.</returns>
    public async Task<bool> AdmitAsync(Guid organizationId, PluginDeclaration plugin, int generation, OptionScope scope, CancellationToken ct)
    {
        var release = (organizationId, plugin.PluginId, generation, scope.Key);
        if (_audited.ContainsKey(release)) return true;
        await using var services = scopes.CreateAsyncScope();
        if (!await services.ServiceProvider.GetRequiredService<PluginDeclarations>().OwnsAsync(plugin.ConfKey, plugin.PluginId, ct))
        {
            LogShared(plugin.PluginId, plugin.ConfKey);
            return false;
        }
        // In a transaction of its own: a command under way may still fail, and the plugin would have had them all the same.
        await services.ServiceProvider.GetRequiredService<IMediator>().Send(new ReleaseSecrets(organizationId, plugin.PluginId, generation, scope.Key), ct);
        if (_audited.Count >= MaxRemembered) _audited.Clear();
        _audited[release] = 0;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Plugin} gets no secrets: another plugin's options have the prefix {ConfKey} too")]
    private partial void LogShared(string plugin, string confKey);
}
