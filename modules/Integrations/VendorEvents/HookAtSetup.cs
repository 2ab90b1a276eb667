using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Has the address of an integration registered at its vendor by a job, where that can be done and vendors can reach this server.</summary>
internal sealed class HookAtSetup(IntegrationsDb db, SecretBox secrets, JobQueue jobs, IntegrationsOptions options, TimeProvider clock)
{
    /// <summary>After a setup.</summary>
    public async Task InstalledAsync(IIntegrationProvider provider, OrganizationIntegration link, CancellationToken ct)
    {
        if (provider is not IHookRegistrar || options.PublicUrl is null) return;
        if (!await db.IntegrationHooks.AnyAsync(h => h.IntegrationId == link.Id, ct)) db.Add(new IntegrationHook(link, secrets, clock.Now()));
        await EnqueueAsync(link, ct);
    }

    /// <summary>After another secret, which the vendor must be told.</summary>
    public Task RotatedAsync(IntegrationHook hook, OrganizationIntegration link, CancellationToken ct) => hook.VendorIds.Count > 0 ? EnqueueAsync(link, ct) : Task.CompletedTask;

    /// <summary>After a removal: what was registered is taken away.</summary>
    public async Task RemovedAsync(OrganizationIntegration link, CancellationToken ct)
    {
        if (await db.IntegrationHooks.FirstOrDefaultAsync(h => h.IntegrationId == link.Id, ct) is { VendorIds.Count: > 0 } hook) hook.Registered([]);
    }

    private Task EnqueueAsync(OrganizationIntegration link, CancellationToken ct) => jobs.EnqueueAsync(
        new RegisterIntegrationHook(link.Id), new JobRequest { Target = $"{link.Integration.Provider}:{link.Integration.Name}", SerialKey = $"integrations.hook:{link.Id:N}", Coalesce = true }, ct);
}
