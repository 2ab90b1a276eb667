using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Problems;

/// <summary>Puts problems aside.</summary>
public sealed record DismissAppProblems(IReadOnlyList<Guid>? Ids, IReadOnlyList<string>? Keys) : ICommand<DismissAppProblemsPayload>;

/// <summary>What was put aside.</summary>
/// <param name="Problems">The problems, those that were put aside before too.</param>
public sealed record DismissAppProblemsPayload(IReadOnlyList<AppProblem> Problems);

[MutationType]
public static partial class DismissAppProblemsMutation
{
    /// <summary>Puts problems aside: the organization those that it names, an app its own. Unknown ones are left out, and doing so again changes nothing.</summary>
    /// <param name="ids">The problems; at most 100.</param>
    /// <param name="keys">All of these keys; at most 100. Given instead of ids.</param>
    [Error<ForbiddenException>]
    [Error<InputInvalidException>]
    public static Task<DismissAppProblemsPayload> DismissAppProblemsAsync([ID<AppProblem>] IReadOnlyList<Guid>? ids, IReadOnlyList<string>? keys, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new DismissAppProblems(ids, keys), ct);
}

internal sealed class DismissAppProblemsHandler(IntegrationsDb db, AppCaller caller, Actor actor) : IRequestHandler<DismissAppProblems, DismissAppProblemsPayload>
{
    private const int MaxCount = 100;

    public async Task<DismissAppProblemsPayload> Handle(DismissAppProblems request, CancellationToken ct)
    {
        if (caller.AppId is null)
            actor.Require("integrations:write");
        if (request.Ids is null == request.Keys is null)
            throw new InputInvalidException("ids", "Give either ids or keys.");
        if (request.Ids?.Count > MaxCount || request.Keys?.Count > MaxCount)
            throw new InputInvalidException(request.Ids is null ? "keys" : "ids", $"At most {MaxCount} are allowed.");
        foreach (var key in request.Keys ?? [])
            Text.Findable(key, "keys");
        var own = caller.AppId;
        var open = db.Problems.Where(p => p.OrganizationId == actor.OrganizationId && (own == null || p.AppId == own));
        var problems = await (request.Ids is { } ids ? open.Where(p => ids.Contains(p.Id)) : open.Where(p => request.Keys!.Contains(p.Key) && !p.Dismissed))
            .OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id).ToListAsync(ct);
        foreach (var problem in problems)
            problem.Dismiss();
        return new DismissAppProblemsPayload(problems);
    }
}
