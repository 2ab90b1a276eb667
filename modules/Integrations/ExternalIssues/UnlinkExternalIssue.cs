using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>Forgets what an issue stands for.</summary>
public sealed record UnlinkExternalIssue(Guid Id) : ICommand<ExternalIssue>
{
    string? ICommand.AuditTarget => $"ExternalIssue:{Id}";
}

[MutationType]
public static partial class UnlinkExternalIssueMutation
{
    /// <summary>Forgets what an issue stands for here. At the vendor it stays as it is.</summary>
    /// <param name="id">Which link.</param>
    [Authorize("integrations:write")]
    [Error<ExternalIssueNotFoundException>]
    public static Task<ExternalIssue> UnlinkExternalIssueAsync([ID<ExternalIssue>] Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new UnlinkExternalIssue(id), ct);
}

internal sealed class UnlinkExternalIssueHandler(IntegrationsDb db, Actor actor) : IRequestHandler<UnlinkExternalIssue, ExternalIssue>
{
    public async Task<ExternalIssue> Handle(UnlinkExternalIssue request, CancellationToken ct)
    {
        var issue = await db.ExternalIssues.FirstOrDefaultAsync(i => i.Id == request.Id && i.OrganizationId == actor.OrganizationId, ct) ?? throw new ExternalIssueNotFoundException();
        db.Remove(issue);
        return issue;
    }
}
