using System.Linq.Expressions;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories.Activation;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Follows a repository from now on.</summary>
public sealed record ActivateRepository(string Provider, string RepoId, RepositoryConfigInput? Config) : IRequest<SourceRepository>;

[MutationType]
public static partial class ActivateRepositoryMutation
{
    /// <summary>
    /// Follows a repository from now on: saves it, copies its files, then registers its hook. A failure undoes all of it.
    /// When it takes long, the answer shows the repository as <c>ACTIVATING</c>; <c>onRepositoryStatus</c> tells how it ends.
    /// </summary>
    /// <param name="provider">The source's name.</param>
    /// <param name="repoId">The repository's id at the source; one that the caller's account there may administer.</param>
    /// <param name="config">Which files and branches count; without, all of them, or what counted when it was followed before.</param>
    [Authorize("sources:write")]
    [UseMutationConvention(PayloadFieldName = "sourceRepository")]
    [Error<SourceProviderNotFoundException>]
    [Error<SourceNotAvailableException>]
    [Error<SourceNotConfiguredException>]
    [Error<SourceNotAuthenticatedException>]
    [Error<InputInvalidException>]
    [Error<RepositoryNotOwnedException>]
    [Error<RepositoryAlreadyActiveException>]
    [Error<RepositoryConfigInvalidException>]
    [Error<ActivationTimeoutException>]
    [Error<UrlNotAllowedException>]
    [Error<ForbiddenException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    [Error<GitUnauthorizedException>, Error<GitRepositoryNotFoundException>, Error<GitUnreachableException>, Error<GitTimeoutException>, Error<GitHostKeyException>]
    [Error<GitCertificateException>, Error<GitProtocolRefusedException>, Error<GitContentRefusedException>, Error<GitTooLargeException>, Error<GitUnavailableException>, Error<GitFailedException>]
    [Error<GitStoreFullException>, Error<GitStoreUnwritableException>]
    public static Task<SourceRepository> ActivateRepositoryAsync(string provider, string repoId, RepositoryConfigInput? config, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ActivateRepository(provider, repoId, config), ct);
}

/// <summary>The checks in their order (R7), then the record, then the steps.</summary>
internal sealed class ActivateRepositoryHandler(IMediator mediator, SourceProviders providers, SourceAccesses accesses, EgressGuard egress, ActivationRunner runner, Actor actor, SourcesOptions options, IDbContextFactory<SourcesDb> contexts)
    : IRequestHandler<ActivateRepository, SourceRepository>
{
    public async Task<SourceRepository> Handle(ActivateRepository request, CancellationToken ct)
    {
        var provider = await providers.RequireAsync(actor.OrganizationId, request.Provider, ct);
        if (request.RepoId.Length is 0 or > SourceRepository.MaxRepoIdLength || request.RepoId.Any(char.IsControl))
            throw new InputInvalidException("repoId", $"It must have 1 to {SourceRepository.MaxRepoIdLength} characters and no control characters.");
        var access = await accesses.RequireAsync(provider, SourceOwner.Of(actor), ct);
        var remote = await provider.FindAsync(access, request.RepoId, ct) ?? throw new RepositoryNotOwnedException(request.Provider, request.RepoId);
        Check(remote, egress, options);
        var sshKeyRef = (await provider.CloneCredentialsAsync(access, remote.RepoId, ct)).SshKeyRef;
        var (begun, isRehearsal) = await mediator.Send(new BeginActivation(remote, sshKeyRef, request.Config), ct);
        if (isRehearsal) return begun;
        // A repeat by its key of an activation that was undone since gets what a later one made, or begins anew.
        if (await FindAsync(r => r.Id == begun.Id, ct) is null)
        {
            var (owner, providerName) = (SourceOwner.Of(actor), request.Provider);
            begun = await FindAsync(r => r.OrganizationId == owner.OrganizationId && r.Owner == owner.Key && r.Provider == providerName && r.RepoId == request.RepoId, ct)
                ?? (await mediator.Send(new BeginActivation(remote, sshKeyRef, request.Config), ct)).Repository;
        }
        await runner.RunAsync(begun.Id, force: false, ct);
        return await FindAsync(r => r.Id == begun.Id, ct) ?? begun;
    }

    /// <exception cref="ProviderBadResponseException">Git must not be given the address that the source names.</exception>
    /// <exception cref="UrlNotAllowedException">Its host must not be called.</exception>
    internal static void Check(RemoteRepository remote, EgressGuard egress, SourcesOptions options)
    {
        try
        {
            CloneUrl.Check(remote.CloneUrl, egress, options.Mirrors);
        }
        catch (FormatException e)
        {
            throw new ProviderBadResponseException(remote.Provider, $"The clone address that {remote.Provider} gives cannot be used: {e.Message}");
        }
    }

    private async Task<SourceRepository?> FindAsync(Expression<Func<SourceRepository, bool>> which, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.FirstOrDefaultAsync(which, ct);
    }
}

/// <summary>A record that was changed.</summary>
/// <param name="Repository">The record.</param>
/// <param name="IsRehearsal">Whether the change was taken back again.</param>
internal sealed record ChangedRepository(SourceRepository Repository, bool IsRehearsal);

/// <summary>Saves the record of a repository whose activation begins.</summary>
internal sealed record BeginActivation(RemoteRepository Remote, string? SshKeyRef, RepositoryConfigInput? Config) : ICommand<ChangedRepository>
{
    string ICommand.AuditTarget => $"{Remote.Provider}:{Remote.RepoId}";
}

internal sealed class BeginActivationHandler(SourcesDb db, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<BeginActivation, ChangedRepository>
{
    /// <summary>Held while records of an owner are begun, alone or several at once.</summary>
    public static string LockOf(SourceOwner owner) => $"sources:begin:{owner.OrganizationId:N}:{owner.Key}";

    public async Task<ChangedRepository> Handle(BeginActivation request, CancellationToken ct)
    {
        var owner = SourceOwner.Of(actor);
        await db.LockAsync(LockOf(owner), ct);
        var (remote, now) = (request.Remote, clock.Now());
        var repository = await db.Repositories.FirstOrDefaultAsync(
            r => r.OrganizationId == owner.OrganizationId && r.Owner == owner.Key && r.Provider == remote.Provider && r.RepoId == remote.RepoId, ct);
        var before = repository?.Config;
        var config = (request.Config ?? new RepositoryConfigInput()).ApplyTo(repository?.Config ?? RepositoryConfig.Default);
        if (repository is null) db.Add(repository = SourceRepository.Begin(owner, remote, request.SshKeyRef, config, now));
        else repository.BeginAgain(remote, request.SshKeyRef, config, now);
        repository.Delegate(before, actor);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsDuplicate() || e is DbUpdateConcurrencyException)
        {
            throw new RepositoryAlreadyActiveException(remote.Provider, remote.RepoId);
        }
        work.AfterCommit(repository.Event(now));
        return new ChangedRepository(repository, work.IsRehearsal);
    }
}
