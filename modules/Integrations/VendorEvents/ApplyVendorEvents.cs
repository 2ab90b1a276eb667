using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.ExternalIssues;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Providers.Vercel;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>Does what follows from some events that wait, in the order of their coming, or from none of them. The answer is how many there still were.</summary>
internal sealed record ApplyVendorEvents(IReadOnlyList<Guid> Ids) : ICommand<int>
{
    public const string Lock = "integrations:events";

    string ICommand.AuditTarget => "integration events";
}

internal sealed class ApplyVendorEventsHandler(IntegrationsDb db, IntegrationProviders providers, SecretBox secrets, JobQueue jobs, IssueSyncLoop issues, UnitOfWork work, TimeProvider clock) : IRequestHandler<ApplyVendorEvents, int>
{
    private bool _isFollowed;

    public async Task<int> Handle(ApplyVendorEvents request, CancellationToken ct)
    {
        // One host at a time.
        await db.LockAsync(ApplyVendorEvents.Lock, ct);
        var waiting = await db.DueVendorEvents(clock.Now()).Where(e => request.Ids.Contains(e.Id)).ToListAsync(ct);
        var ids = waiting.Select(e => e.IntegrationId).Distinct().ToList();
        // Writing the rows locks them against other commands to the end of the transaction, on every database.
        await db.OrganizationIntegrations.Where(i => ids.Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.Revision, i => i.Revision), ct);
        var links = await db.OrganizationIntegrations.Include(i => i.Integration).Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, ct);
        foreach (var told in waiting)
        {
            if (await IgnoredBecauseAsync(told, links[told.IntegrationId], ct) is { } reason) told.Ignore(reason, clock.Now());
            else told.Applied(clock.Now());
        }
        if (_isFollowed) work.WakeAfterCommit(issues);
        return waiting.Count;
    }

    /// <summary>Does it; a sentence when there is nothing to do.</summary>
    private async Task<string?> IgnoredBecauseAsync(IntegrationEvent told, OrganizationIntegration link, CancellationToken ct)
    {
        if (link.Status is IntegrationStatus.PendingDeletion || (link.Status is IntegrationStatus.Expired && told.Action is not (VendorAction.Restored or VendorAction.Removed))) return "The integration is not in use.";
        // What was granted may end meanwhile; then the first call says so.
        if (link.Status is IntegrationStatus.Disabled && told.Action is not VendorAction.Removed) return "The integration is switched off.";
        switch (told.Action)
        {
            case VendorAction.None:
                return "Nothing here depends on it.";
            case VendorAction.Ping:
                return "It is a ping.";
            case VendorAction.IssueChanged:
                return await FollowAsync(told, ct) > 0 ? null : "The issue is not linked to anything here.";
            case VendorAction.Withdrawn:
                link.Expire(clock.Now());
                work.AfterCommit(link.Event(IntegrationAction.Expired, clock.Now()));
                return null;
            case VendorAction.Restored when link.Status is IntegrationStatus.Active:
                return "The integration is in use already.";
            case VendorAction.Restored:
                link.TakeCredentials(null, secrets, clock.Now());
                work.AfterCommit(link.Event(IntegrationAction.Restored, clock.Now()));
                return null;
            case VendorAction.Removed:
                return await RemoveAsync(told, link, ct);
            case VendorAction.ProjectRemoved:
                return Unmap(told, link);
            default:
                work.AfterCommit(new VendorTold(link.OrganizationId, link.Id, told.Id, link.Integration.Provider, told.Action, told.EventType, told.Subject, told.State, told.Url, clock.Now()));
                return null;
        }
    }

    /// <summary>Has linked issues asked for.</summary>
    private async Task<int> FollowAsync(IntegrationEvent told, CancellationToken ct)
    {
        DateTimeOffset? now = clock.Now();
        var count = await db.ExternalIssues.Where(i => i.IntegrationId == told.IntegrationId && i.Key == told.Subject).ExecuteUpdateAsync(set => set.SetProperty(i => i.SyncDueAt, now).SetProperty(i => i.SyncAttempts, 0), ct);
        _isFollowed |= count > 0;
        return count;
    }

    /// <summary>As if somebody of the organization had removed it here.</summary>
    private async Task<string?> RemoveAsync(IntegrationEvent told, OrganizationIntegration link, CancellationToken ct)
    {
        if (link.Integration.Metadata is { } metadata && metadata.TryGetProperty(VercelProvider.InstallationId, out var installation) && installation.GetString() != told.Subject) return "It is about an installation that was replaced.";
        var (provider, name) = (link.Integration.Provider, link.Integration.Name);
        await jobs.EnqueueAsync(
            new RemoveIntegration(link.Id), new JobRequest { Target = $"{provider}:{name}", OnBehalfOf = new Delegation(provider, null, link.OrganizationId, "integrations:write") }, ct);
        return null;
    }

    private string? Unmap(IntegrationEvent told, OrganizationIntegration link)
    {
        var pairs = link.Config()[VercelProvider.ProjectMappings] as JsonArray ?? [];
        var kept = pairs.Where(pair => (string?)pair?[1] != told.Subject).Select(pair => pair?.DeepClone()).ToArray();
        if (kept.Length == pairs.Count) return "Nothing is configured for the project.";
        link.Configure(providers.Require(link.Integration.Provider).ConfigFields, new JsonObject { [VercelProvider.ProjectMappings] = new JsonArray(kept) }, secrets, clock.Now());
        work.AfterCommit(link.Event(IntegrationAction.Updated, clock.Now()));
        return null;
    }
}
