using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories.Activation;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Follows several repositories of a source from now on.</summary>
public sealed record ActivateRepositories(string Provider, IReadOnlyList<string> RepoIds, RepositoryConfigInput? Config) : IRequest<IReadOnlyList<ActivationItem>>;

/// <summary>What happened to one of the repositories that were named.</summary>
public enum ActivationOutcome
{
    /// <summary>Its activation has begun.</summary>
    Created,

    /// <summary>It was followed before and hidden; its activation has begun, with what counted then.</summary>
    Reactivated,

    /// <summary>The caller follows it already; nothing was changed.</summary>
    AlreadyActive,

    /// <summary>The caller's account at the source has none of this id to administer.</summary>
    Missing,

    /// <summary>It cannot be followed.</summary>
    Refused,
}

/// <summary>What happened to one of the repositories that were named.</summary>
/// <param name="RepoId">The id, as it was given.</param>
/// <param name="Outcome">What happened.</param>
/// <param name="SourceRepository">The caller's record of it; null when there is none.</param>
/// <param name="Error">Why it is not followed; null when it is.</param>
public sealed record ActivationItem(string RepoId, ActivationOutcome Outcome, SourceRepository? SourceRepository, ActivationFault? Error);

/// <summary>Why a repository of several is not followed.</summary>
/// <param name="Code">As <c>activateRepository</c> would name it.</param>
/// <param name="Message">A sentence for a person.</param>
/// <param name="Retryable">Whether the same request may succeed later.</param>
public sealed record ActivationFault(string Code, string Message, bool Retryable)
{
    internal static ActivationFault Of(RefusalException refusal) => new(refusal.Code, refusal.Message, refusal.Retryable);
}

[MutationType]
public static partial class ActivateRepositoriesMutation
{
    /// <summary>
    /// Follows several repositories of a source from now on, each by itself: one that cannot be followed keeps no other from it. Waits for no files; <c>onRepositoryStatus</c> tells how each ends.
    /// The source is asked for its list, by no more calls than that has pages.
    /// </summary>
    /// <param name="provider">The source's name.</param>
    /// <param name="repoIds">The repositories' ids at the source: 1 to 100, each once.</param>
    /// <param name="config">Which files and branches count for all of them; without, all of them, or what counted when one was followed before.</param>
    [Authorize("sources:write")]
    [UseMutationConvention(PayloadFieldName = "items")]
    [Error<SourceProviderNotFoundException>]
    [Error<SourceNotAvailableException>]
    [Error<SourceNotConfiguredException>]
    [Error<SourceNotAuthenticatedException>]
    [Error<InputInvalidException>]
    [Error<RepositoryConfigInvalidException>]
    [Error<ForbiddenException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<IReadOnlyList<ActivationItem>> ActivateRepositoriesAsync(string provider, IReadOnlyList<string> repoIds, RepositoryConfigInput? config, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ActivateRepositories(provider, repoIds, config), ct);
}

/// <summary>What the source said of the repositories, then all records at once, then the steps of each.</summary>
internal sealed class ActivateRepositoriesHandler(IMediator mediator, SourceProviders providers, RemoteRepositories remote, SourceAccesses accesses, ActivationRunner runner, Actor actor, EgressGuard egress, SourcesOptions options)
    : IRequestHandler<ActivateRepositories, IReadOnlyList<ActivationItem>>
{
    private const int MaxRepositories = 100;

    public async Task<IReadOnlyList<ActivationItem>> Handle(ActivateRepositories request, CancellationToken ct)
    {
        if (request.RepoIds.Count is 0 or > MaxRepositories) throw new InputInvalidException("repoIds", $"There are {request.RepoIds.Count}; 1 to {MaxRepositories} are allowed.");
        if (request.RepoIds.CountBy(id => id).FirstOrDefault(id => id.Value > 1) is { Key: not null } twice) throw new InputInvalidException("repoIds", $"The id '{twice.Key}' is there twice.");
        var provider = await providers.RequireAsync(actor.OrganizationId, request.Provider, ct);
        var access = await accesses.RequireAsync(provider, SourceOwner.Of(actor), ct);
        var listed = provider.Info.Capabilities.Contains(SourceCapability.ListRepositories)
            ? (await remote.ListAsync(provider, SourceOwner.Of(actor), null, ct)).ToLookup(r => r.RepoId, StringComparer.Ordinal) : null;
        var candidates = new List<ActivationCandidate>(request.RepoIds.Count);
        foreach (var id in request.RepoIds) candidates.Add(await LookAsync(provider, access, id, listed, ct));
        var (items, isRehearsal) = await mediator.Send(new BeginActivations(request.Provider, candidates, request.Config), ct);
        if (isRehearsal) return items;
        foreach (var item in items)
            if (item is { Outcome: ActivationOutcome.Created or ActivationOutcome.Reactivated, SourceRepository: { } begun }) runner.Start(begun.Id);
        return items;
    }

    private async Task<ActivationCandidate> LookAsync(ISourceProvider provider, SourceAccess access, string id, ILookup<string, RemoteRepository>? listed, CancellationToken ct)
    {
        var found = listed is not null ? listed[id].FirstOrDefault() : id.Length is 0 or > SourceRepository.MaxRepoIdLength ? null : await provider.FindAsync(access, id, ct);
        if (found is null) return new ActivationCandidate(id, null, null, null);
        try
        {
            ActivateRepositoryHandler.Check(found, egress, options);
            return new ActivationCandidate(id, found, (await provider.CloneCredentialsAsync(access, id, ct)).SshKeyRef, null);
        }
        catch (Exception e) when (e is ProviderException or UrlNotAllowedException)
        {
            return new ActivationCandidate(id, null, null, ActivationFault.Of((RefusalException)e));
        }
    }
}

/// <summary>What is known of a repository that is to be followed.</summary>
/// <param name="RepoId">The id, as it was given.</param>
/// <param name="Remote">What its source says; null when it has none, or none that can be followed.</param>
/// <param name="SshKeyRef">The configured key to clone with; null without one.</param>
/// <param name="Fault">Why it cannot be followed; null when it can, or is not there.</param>
internal sealed record ActivationCandidate(string RepoId, RemoteRepository? Remote, string? SshKeyRef, ActivationFault? Fault);

/// <summary>Records that were begun.</summary>
internal sealed record BegunActivations(IReadOnlyList<ActivationItem> Items, bool IsRehearsal);

/// <summary>Saves the records of several repositories whose activation begins.</summary>
internal sealed record BeginActivations(string Provider, IReadOnlyList<ActivationCandidate> Candidates, RepositoryConfigInput? Config) : ICommand<BegunActivations>
{
    string ICommand.AuditTarget => $"{Provider}: {Candidates.Count} repositories";
}

internal sealed class BeginActivationsHandler(SourcesDb db, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<BeginActivations, BegunActivations>
{
    public async Task<BegunActivations> Handle(BeginActivations request, CancellationToken ct)
    {
        var (owner, now) = (SourceOwner.Of(actor), clock.Now());
        await db.LockAsync(BeginActivationHandler.LockOf(owner), ct);
        string[] ids = [.. request.Candidates.Select(c => c.RepoId)];
        var known = await db.Repositories.Where(r => r.OrganizationId == owner.OrganizationId && r.Owner == owner.Key && r.Provider == request.Provider && ids.Contains(r.RepoId)).ToDictionaryAsync(r => r.RepoId, ct);
        var items = new List<ActivationItem>(ids.Length);
        foreach (var candidate in request.Candidates) items.Add(Begin(candidate, known.GetValueOrDefault(candidate.RepoId), request, owner, now));
        await work.FlushAsync(ct);
        return new BegunActivations(items, work.IsRehearsal);
    }

    private ActivationItem Begin(ActivationCandidate candidate, SourceRepository? record, BeginActivations request, SourceOwner owner, DateTimeOffset now)
    {
        if (candidate.Fault is { } fault) return new ActivationItem(candidate.RepoId, ActivationOutcome.Refused, record, fault);
        if (candidate.Remote is not { } remote)
            return new ActivationItem(candidate.RepoId, ActivationOutcome.Missing, record, ActivationFault.Of(new RepositoryNotOwnedException(request.Provider, candidate.RepoId)));
        if (record is { Status: not RepositoryStatus.Hidden })
            return new ActivationItem(candidate.RepoId, ActivationOutcome.AlreadyActive, record, ActivationFault.Of(new RepositoryAlreadyActiveException(request.Provider, candidate.RepoId)));
        var before = record?.Config;
        var config = (request.Config ?? new RepositoryConfigInput()).ApplyTo(before ?? RepositoryConfig.Default);
        if (record is null) db.Add(record = SourceRepository.Begin(owner, remote, candidate.SshKeyRef, config, now));
        else record.BeginAgain(remote, candidate.SshKeyRef, config, now);
        record.Delegate(before, actor);
        work.AfterCommit(record.Event(now));
        return new ActivationItem(candidate.RepoId, record.WasHidden ? ActivationOutcome.Reactivated : ActivationOutcome.Created, record, null);
    }
}
