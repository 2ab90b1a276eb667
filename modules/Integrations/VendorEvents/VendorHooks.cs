using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Takes away at vendors what this server registered there, once the command that no longer needs it has ended. A vendor that does not do it sends to an address that refuses it.</summary>
internal sealed partial class VendorHooks(IDbContextFactory<IntegrationsDb> contexts, IntegrationAccesses accesses, Actor actor, UnitOfWork work, ILogger<VendorHooks> log)
{
    /// <summary>Takes away what an integration has registered, when the command commits; nothing when there is nothing, or the vendor no longer lets this server in.</summary>
    public async Task WithdrawAfterCommitAsync(Guid integrationId, CancellationToken ct)
    {
        if (work.IsRehearsal) return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.IntegrationHooks.FirstOrDefaultAsync(h => h.IntegrationId == integrationId && h.OrganizationId == actor.OrganizationId, ct) is not { VendorIds.Count: > 0 } hook) return;
        try
        {
            var usable = await accesses.RequireAsync(integrationId, actor, null, ct);
            if (usable.Provider is IHookRegistrar registrar) work.Enlist(Replacing(registrar, usable.Access, hook.VendorIds, []));
        }
        catch (RefusalException e)
        {
            LogLeft(integrationId, e.Message);
        }
    }

    /// <summary>What takes away the one when the command commits, and the other when it does not.</summary>
    public IParticipant Replacing(IHookRegistrar registrar, IntegrationAccess access, IReadOnlyList<string> before, IReadOnlyList<string> after) => new Replacement(this, registrar, access, before, after);

    private sealed class Replacement(VendorHooks hooks, IHookRegistrar registrar, IntegrationAccess access, IReadOnlyList<string> before, IReadOnlyList<string> after) : IParticipant
    {
        public Task CommittedAsync() => WithdrawAsync(before);

        public Task AbandonedAsync() => WithdrawAsync(after);

        private async Task WithdrawAsync(IReadOnlyList<string> ids)
        {
            try
            {
                await registrar.UnregisterHooksAsync(access, ids, CancellationToken.None);
            }
            catch (RefusalException e)
            {
                hooks.LogLeft(access.OrganizationId, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was registered at a vendor for {Owner} stays there: {Reason}")]
    private partial void LogLeft(Guid owner, string reason);
}

internal sealed class RemoveIntegrationPreparation(VendorHooks hooks) : IPreparation<RemoveIntegration>
{
    public Task PrepareAsync(RemoveIntegration command, CancellationToken ct) => hooks.WithdrawAfterCommitAsync(command.Id, ct);
}

internal sealed class DeleteIntegrationHookPreparation(VendorHooks hooks) : IPreparation<DeleteIntegrationHook>
{
    public Task PrepareAsync(DeleteIntegrationHook command, CancellationToken ct) => hooks.WithdrawAfterCommitAsync(command.IntegrationId, ct);
}
