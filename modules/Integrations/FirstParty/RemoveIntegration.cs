using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.VendorEvents;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>Takes an integration out of the caller's organization.</summary>
public sealed record RemoveIntegration(Guid Id, string? ExpectedEtag = null) : ICommand<OrganizationIntegration>
{
    /// <summary>Removing what somebody has removed at the vendor.</summary>
    internal static readonly JobKind Kind = new("integrations.removeIntegration") { ReadCapability = "integrations:read", ManageCapability = "integrations:admin" };

    string? ICommand.AuditTarget => $"OrganizationIntegration:{Id}";
}

[MutationType]
public static partial class RemoveIntegrationMutation
{
    /// <summary>
    /// Takes an integration out of the organization. What was granted is forgotten at once; the configuration and the linked issues go at the end of the grace period, unless it is
    /// set up again before. Other organizations keep theirs; what was granted is withdrawn at the vendor itself. Removing it again changes nothing.
    /// </summary>
    /// <param name="id">Which integration.</param>
    /// <param name="expectedEtag">Refuses the change when the integration is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<EtagMismatchException>]
    [UseMutationConvention(PayloadFieldName = "integration")]
    public static Task<OrganizationIntegration> RemoveIntegrationAsync([ID<OrganizationIntegration>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RemoveIntegration(id, expectedEtag), ct);
}

internal sealed class RemoveIntegrationHandler(IntegrationLookup integrations, JobQueue jobs, IEnumerable<IInstallStep> steps, HookAtSetup hooks, IntegrationsOptions options, UnitOfWork work, TimeProvider clock)
    : IRequestHandler<RemoveIntegration, OrganizationIntegration>
{
    public async Task<OrganizationIntegration> Handle(RemoveIntegration request, CancellationToken ct)
    {
        var link = await integrations.TakeAsync(request.Id, ct, "id", request.ExpectedEtag);
        if (link.Status == IntegrationStatus.PendingDeletion) return link;
        var (now, end) = (clock.Now(), clock.Now() + options.DeletionDelay);
        foreach (var step in steps.Where(s => s.Provider == link.Integration.Provider)) await step.RemovedAsync(link, ct);
        await hooks.RemovedAsync(link, ct);
        link.Remove(end, now);
        await jobs.EnqueueAsync(new ForgetIntegration(link.Id), new JobRequest { Target = $"{link.Integration.Provider}:{link.Integration.Name}", DueAt = end }, ct);
        work.AfterCommit(link.Event(IntegrationAction.Removed, now));
        return link;
    }
}

/// <summary>Removes what is left of an integration at the end of its grace period, and what no organization has any more.</summary>
public sealed record ForgetIntegration(Guid Id)
{
    internal static readonly JobKind Kind = new("integrations.forgetIntegration") { Resumes = true, ReadCapability = "integrations:read", ManageCapability = "integrations:admin" };
}

internal sealed class ForgetIntegrationJob(IDbContextFactory<IntegrationsDb> contexts, TimeProvider clock) : IJobHandler<ForgetIntegration>
{
    public async Task<object?> RunAsync(ForgetIntegration payload, JobRun run, CancellationToken ct)
    {
        var now = clock.Now();
        await using var db = await contexts.CreateDbContextAsync(ct);
        // Set up again meanwhile, or removed again and due later.
        await db.OrganizationIntegrations.Where(i => i.Id == payload.Id && i.Status == IntegrationStatus.PendingDeletion && i.GracePeriodEnd <= now).ExecuteDeleteAsync(ct);
        await db.Integrations.Where(i => !db.OrganizationIntegrations.Any(link => link.IntegrationId == i.Id) && i.UpdatedAt < now.AddMinutes(-10)).ExecuteDeleteAsync(ct);
        return null;
    }
}
