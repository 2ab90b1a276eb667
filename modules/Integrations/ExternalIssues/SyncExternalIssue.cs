using System.Text.Json.Nodes;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>Brings an issue at a vendor and what is known of it here together.</summary>
public sealed record SyncExternalIssue(SyncExternalIssueInput Input) : ICommand<ExternalIssue>
{
    string? ICommand.AuditTarget => $"ExternalIssue:{Input.Id}";
}

/// <summary>What changed here about a linked issue. What is left out is not told.</summary>
public sealed record SyncExternalIssueInput
{
    /// <summary>Which linked issue.</summary>
    [ID<ExternalIssue>]
    public required Guid Id { get; init; }

    /// <summary>Whether it is done here: the vendor's issue goes into the state that the configuration maps it to.</summary>
    public bool? Resolved { get; init; }

    /// <summary>The address of whoever has it here; null is nobody.</summary>
    public Optional<string?> Assignee { get; init; }

    /// <summary>Refuses the change when it is no longer what the caller read.</summary>
    public string? ExpectedEtag { get; init; }
}

[MutationType]
public static partial class SyncExternalIssueMutation
{
    /// <summary>
    /// Tells the vendor of what changed here, then takes over what the vendor says. Without <c>resolved</c> and <c>assignee</c> it only does the latter. What is told is what the
    /// integration's configuration allows.
    /// </summary>
    [Authorize("integrations:write")]
    [Error<ExternalIssueNotFoundException>]
    [Error<RemoteIssueNotFoundException>]
    [Error<IssueSyncRefusedException>]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<ActionNotSupportedException>]
    [Error<InputInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<EtagMismatchException>]
    [Error<UrlNotAllowedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<ExternalIssue> SyncExternalIssueAsync(SyncExternalIssueInput input, IMediator mediator, CancellationToken ct) => mediator.Send(new SyncExternalIssue(input), ct);
}

/// <summary>The members of configurations by which issues are kept in step; every provider that can do it names them so.</summary>
internal static class SyncSettings
{
    public const string StatusForward = "sync_status_forward";
    public const string AssignmentForward = "sync_forward_assignment";
    public const string OnResolve = "on_resolve";
    public const string OnUnresolve = "on_unresolve";
}

/// <summary>Tells and asks the vendor before the transaction; a rehearsal only asks.</summary>
internal sealed class SyncExternalIssuePreparation(IDbContextFactory<IntegrationsDb> contexts, IntegrationAccesses accesses, Actor actor, AnsweredIssue answered, UnitOfWork work) : IPreparation<SyncExternalIssue>
{
    public async Task PrepareAsync(SyncExternalIssue command, CancellationToken ct)
    {
        var asked = command.Input;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var issue = await db.ExternalIssues.FirstOrDefaultAsync(i => i.Id == asked.Id && i.OrganizationId == actor.OrganizationId, ct) ?? throw new ExternalIssueNotFoundException();
        if (asked.ExpectedEtag is { } expected && expected != issue.Etag) throw new EtagMismatchException(expected, issue.Etag);
        var tells = asked.Resolved is not null || asked.Assignee.HasValue;
        var usable = await accesses.RequireAsync(issue.IntegrationId, actor, tells ? IntegrationFeature.IssueSync : IntegrationFeature.IssueBasic, ct);
        var tracker = usable.As<IIssueTracker>("issues");
        var remote = await tracker.FindIssueAsync(usable.Access, issue.Key, ct) ?? throw new RemoteIssueNotFoundException(issue.Key);
        if (tells)
        {
            await TellAsync(usable, usable.As<IIssueSync>("synchronisation of issues"), remote, asked, ct);
            if (!work.IsRehearsal) remote = await tracker.FindIssueAsync(usable.Access, issue.Key, ct) ?? throw new RemoteIssueNotFoundException(issue.Key);
        }
        answered.Remote = remote;
    }

    private async Task TellAsync(UsableIntegration usable, IIssueSync sync, RemoteIssue remote, SyncExternalIssueInput asked, CancellationToken ct)
    {
        var config = usable.Access.Config;
        var state = asked.Resolved is { } resolved ? StateFor(config, remote, resolved) : null;
        var email = Text.Optional(asked.Assignee.Value, "assignee", 255);
        if (asked.Assignee.HasValue && config[SyncSettings.AssignmentForward]?.GetValue<bool>() is not true)
            throw new IssueSyncRefusedException($"The integration's configuration does not forward assignees. Set {SyncSettings.AssignmentForward} with updateIntegrationConfig.", "assignee");
        if (work.IsRehearsal) return;
        if (asked.Assignee.HasValue && !await sync.AssignAsync(usable.Access, remote, email, ct))
            throw new IssueSyncRefusedException($"Nobody at the vendor has the address '{email}' and can be given the issue.", "assignee");
        if (state is not null && !await sync.MoveAsync(usable.Access, remote, state, ct))
            throw new IssueSyncRefusedException($"The vendor has no way from the issue's state '{remote.State}' to the configured one.", "resolved");
    }

    private static string StateFor(JsonObject config, RemoteIssue remote, bool resolved) =>
        (string?)(config[SyncSettings.StatusForward] as JsonObject)?[remote.Container ?? ""]?[resolved ? SyncSettings.OnResolve : SyncSettings.OnUnresolve]
        ?? throw new IssueSyncRefusedException($"The integration's configuration maps no states for the issue's project. Set {SyncSettings.StatusForward} with updateIntegrationConfig.", "resolved");
}

internal sealed class SyncExternalIssueHandler(IntegrationsDb db, Actor actor, AnsweredIssue answered, UnitOfWork work, TimeProvider clock) : IRequestHandler<SyncExternalIssue, ExternalIssue>
{
    public async Task<ExternalIssue> Handle(SyncExternalIssue request, CancellationToken ct)
    {
        await db.LockAsync($"integrations:issue:{request.Input.Id:N}", ct);
        var issue = await db.ExternalIssues.FirstOrDefaultAsync(i => i.Id == request.Input.Id && i.OrganizationId == actor.OrganizationId, ct) ?? throw new ExternalIssueNotFoundException();
        foreach (var action in issue.Take(answered.Remote!, clock.Now())) work.AfterCommit(issue.Event(action, clock.Now()));
        return issue;
    }
}
