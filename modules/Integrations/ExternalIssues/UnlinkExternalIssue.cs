using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>Forgets what an issue stands for.</summary>
public sealed record UnlinkExternalIssue(Guid Id, string? ExpectedEtag) : ICommand<ExternalIssue>
{
    string? ICommand.AuditTarget => $"ExternalIssue:{Id}";
}

[MutationType]
public static partial class UnlinkExternalIssueMutation
{
    /// <summary>Forgets what an issue stands for here. At the vendor it stays as it is.</summary>
    /// <param name="id">Which link.</param>
    /// <param name="expectedEtag">Refuses the change when the record is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<ExternalIssueNotFoundException>]
    [Error<EtagMismatchException>]
    public static Task<ExternalIssue> UnlinkExternalIssueAsync([ID<ExternalIssue>] Guid id, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new UnlinkExternalIssue(id, expectedEtag), ct);
}

internal sealed class UnlinkExternalIssueHandler(IntegrationsDb db, Actor actor) : IRequestHandler<UnlinkExternalIssue, ExternalIssue>
{
    public async Task<ExternalIssue> Handle(UnlinkExternalIssue request, CancellationToken ct)
    {
        var issue = await db.ExternalIssues.FirstOrDefaultAsync(i => i.Id == request.Id && i.OrganizationId == actor.OrganizationId, ct) ?? throw new ExternalIssueNotFoundException();
        if (request.ExpectedEtag is { } expected && expected != issue.Etag)
            throw new EtagMismatchException(expected, issue.Etag);
        db.Remove(issue);
        return issue;
    }
}
