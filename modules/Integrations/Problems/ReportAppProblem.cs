using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Problems;

/// <summary>An app says that something is not right.</summary>
public sealed record ReportAppProblem(string Key, string Message, int? CriticalThreshold) : ICommand<AppProblem>
{
    string? ICommand.AuditTarget => Key;
}

/// <summary>The app has as many open problems as it may have.</summary>
public sealed class ProblemLimitReachedException(int maxProblems) : Kernel.Refusals.RefusalException($"There are {maxProblems} open problems already, and no more are kept. Dismiss some first.");

[MutationType]
public static partial class ReportAppProblemMutation
{
    /// <summary>Reports a problem to the organization; an app does so with a token of its installation. Reports of one key within an hour of each other are counted as one problem.</summary>
    /// <param name="key">What the app calls it; at most 100 characters.</param>
    /// <param name="message">What is not right; at most 2,000 characters.</param>
    /// <param name="criticalThreshold">From how many reports on it is critical; 1 is at once, without it never.</param>
    [Error<ForbiddenException>]
    [Error<InputInvalidException>]
    [Error<ProblemLimitReachedException>]
    public static Task<AppProblem> ReportAppProblemAsync(string key, string message, int? criticalThreshold, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ReportAppProblem(key, message, criticalThreshold), ct);
}

internal sealed class ReportAppProblemHandler(IntegrationsDb db, AppCaller caller, Actor actor, TimeProvider clock) : IRequestHandler<ReportAppProblem, AppProblem>
{
    private const int MaxOpen = 100;

    public async Task<AppProblem> Handle(ReportAppProblem request, CancellationToken ct)
    {
        var appId = caller.AppId ?? throw new ForbiddenException("the token of an app");
        var key = Text.Required(request.Key, "key", AppProblem.MaxKeyLength);
        var message = Text.Required(request.Message, "message", AppProblem.MaxMessageLength);
        if (request.CriticalThreshold is < 1)
            throw new InputInvalidException("criticalThreshold", "It must be at least 1.");
        await db.LockAsync($"integrations:problems:{caller.InstallationId}", ct);
        var now = clock.Now();
        var own = db.Problems.Where(p => p.AppId == appId && p.OrganizationId == actor.OrganizationId);
        var problem = await own.Where(p => p.Key == key).OrderByDescending(p => p.UpdatedAt).ThenByDescending(p => p.Id).FirstOrDefaultAsync(ct);
        if (problem is not null && problem.IsOpenAt(now))
        {
            problem.Report(message, request.CriticalThreshold, now);
            return problem;
        }
        if (await own.CountAsync(p => !p.Dismissed, ct) >= MaxOpen)
            throw new ProblemLimitReachedException(MaxOpen);
        problem = new AppProblem(appId, actor.OrganizationId, key, message, now);
        problem.Weigh(request.CriticalThreshold);
        db.Add(problem);
        return problem;
    }
}
