using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Replaces the secret that a repository's hook is signed with.</summary>
public sealed record RotateHookSecret(Guid Id) : ICommand<RotateHookSecretPayload>;

/// <summary>What replacing a hook's secret did.</summary>
/// <param name="SourceRepository">The repository.</param>
/// <param name="HookUrl">Where the source sends; null when this server registered it there itself.</param>
/// <param name="Secret">The new secret, shown once; null when this server told it to the source itself.</param>
/// <param name="PreviousValidUntil">Until when the old secret works, too.</param>
public sealed record RotateHookSecretPayload(SourceRepository SourceRepository, string? HookUrl, string? Secret, DateTimeOffset PreviousValidUntil);

[MutationType]
public static partial class RotateHookSecretMutation
{
    /// <summary>
    /// Replaces the secret that a repository's hook is signed with. The old one works for a while longer, so that nothing is lost on the way.
    /// Sources that let hooks be registered are told; for others the answer holds the secret, once, for whoever sets up the hook.
    /// </summary>
    /// <param name="id">The record.</param>
    [Authorize("sources:write")]
    [Error<SourceRepositoryNotFoundException>]
    [Error<RepositoryNotOwnedException>]
    [Error<RepositoryNotActiveException>]
    [Error<SourceHookMissingException>]
    [Error<SourceNotAvailableException>]
    [Error<SourceNotAuthenticatedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<RotateHookSecretPayload> RotateHookSecretAsync([ID<SourceRepository>] Guid id, IMediator mediator, CancellationToken ct) => mediator.Send(new RotateHookSecret(id), ct);
}

/// <summary>The repository has no hook: it is asked for changes instead.</summary>
public sealed class SourceHookMissingException(string repository) : RefusalException($"The repository '{repository}' has no hook; it is asked for changes from time to time.", "id");

internal sealed class RotateHookSecretHandler(SourcesDb db, SourceRepositoryStore store, SourceProviders providers, SourceAccesses accesses, SecretBox secrets, SourcesOptions options, UnitOfWork work, TimeProvider clock)
    : IRequestHandler<RotateHookSecret, RotateHookSecretPayload>
{
    public async Task<RotateHookSecretPayload> Handle(RotateHookSecret request, CancellationToken ct)
    {
        var repository = await store.TakeAsync(request.Id, null, ct);
        repository.EnsureActive();
        if (repository.HookKey is not { } key) throw new SourceHookMissingException(repository.Name);
        await db.LockAsync(SourceHook.LockOf(repository), ct);
        var hook = await db.Hooks.FirstAsync(h => h.Id == key, ct);
        var provider = await providers.RequireAsync(repository.OrganizationId, repository.Provider, ct);
        hook.Rotate(secrets, options.SecretOverlap, clock.Now());
        // The source would keep what is taken back here.
        if (work.IsRehearsal) return new RotateHookSecretPayload(repository, null, null, hook.PreviousUntil!.Value);
        if (!provider.Info.Capabilities.Contains(SourceCapability.RegisterHooks))
            return new RotateHookSecretPayload(repository, hook.Url(options.PublicUrl, secrets), hook.Secret(secrets), hook.PreviousUntil!.Value);
        // The last thing before the commit: when the source refuses, nothing was changed.
        hook.Registered(await provider.ActivateAsync(await accesses.RequireAsync(provider, repository.OwnedBy, ct), repository.RepoId, hook.Target(options.PublicUrl, secrets), ct));
        return new RotateHookSecretPayload(repository, null, null, hook.PreviousUntil!.Value);
    }
}
