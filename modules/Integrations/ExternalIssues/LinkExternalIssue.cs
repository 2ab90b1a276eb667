using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
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

/// <summary>Links an issue that is at a vendor already.</summary>
public sealed record LinkExternalIssue(Guid IntegrationId, string Resource, string Key, string? Comment) : ICommand<ExternalIssue>
{
    string? ICommand.AuditTarget => Resource;
}

[MutationType]
public static partial class LinkExternalIssueMutation
{
    /// <summary>Links an issue that is at the vendor already to something here.</summary>
    /// <param name="integrationId">Where it is.</param>
    /// <param name="resource">What it stands for here, such as <c>plugin:git</c>; at most 200 characters.</param>
    /// <param name="key">What people call it there, such as <c>OPS-7</c> or <c>ada/engine#12</c>.</param>
    /// <param name="comment">What to say on it there; nothing without it.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<RemoteIssueNotFoundException>]
    [Error<ExternalIssueLinkedException>]
    [Error<ActionNotSupportedException>]
    [Error<InputInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<UrlNotAllowedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<ExternalIssue> LinkExternalIssueAsync([ID<OrganizationIntegration>] Guid integrationId, string resource, string key, string? comment, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new LinkExternalIssue(integrationId, resource, key, comment), ct);
}

/// <summary>Looks for the issue, and comments on it, before the transaction; a rehearsal only looks.</summary>
internal sealed class LinkExternalIssuePreparation(IDbContextFactory<IntegrationsDb> contexts, IntegrationAccesses accesses, Actor actor, AnsweredIssue answered, UnitOfWork work) : IPreparation<LinkExternalIssue>
{
    private const int MaxCommentLength = 10_000;

    public async Task PrepareAsync(LinkExternalIssue command, CancellationToken ct)
    {
        var resource = Text.Line(command.Resource, "resource", ExternalIssue.MaxResourceLength);
        var key = Text.Line(command.Key, "key", ExternalIssue.MaxKeyLength);
        var comment = Text.Optional(command.Comment, "comment", MaxCommentLength);
        var usable = await accesses.RequireAsync(command.IntegrationId, actor, IntegrationFeature.IssueBasic, ct);
        var tracker = usable.As<IIssueTracker>("issues");
        var remote = await tracker.FindIssueAsync(usable.Access, key, ct) ?? throw new RemoteIssueNotFoundException(key);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.ExternalIssues.AnyAsync(i => i.IntegrationId == command.IntegrationId && i.Key == remote.Key && i.Resource == resource, ct)) throw new ExternalIssueLinkedException(remote.Key, resource);
        answered.Remote = remote;
        if (comment is not null && !work.IsRehearsal) await tracker.CommentAsync(usable.Access, remote.Key, comment, ct);
    }
}

internal sealed class LinkExternalIssueHandler(IntegrationsDb db, IntegrationLookup integrations, AnsweredIssue answered, Actor actor, UnitOfWork work, TimeProvider clock) : IRequestHandler<LinkExternalIssue, ExternalIssue>
{
    public async Task<ExternalIssue> Handle(LinkExternalIssue request, CancellationToken ct)
    {
        var link = await integrations.RequireAsync(request.IntegrationId, ct);
        var issue = new ExternalIssue(link, Text.Line(request.Resource, "resource", ExternalIssue.MaxResourceLength), answered.Remote!, actor.Name, clock.Now());
        db.Add(issue);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new ExternalIssueLinkedException(issue.Key, issue.Resource);
        }
        work.AfterCommit(issue.Event(ExternalIssueAction.Created, clock.Now()));
        return issue;
    }
}
