using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Providers.Plugins;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Repositories.Activation;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>Makes the source tell of changes. Owners of the same repository in an organization share one hook, which the last of them takes away.</summary>
internal sealed class HookStep(IMediator mediator) : IActivationStep
{
    public async Task RunAsync(SourceRepository repository, CancellationToken ct)
    {
        // The address is saved before the source hears of it, so that it can be found there and removed whatever happens in between.
        if (await mediator.Send(new PrepareHook(repository.Id), ct) is { } hook) await mediator.Send(new RegisterHook(repository.Id, hook), ct);
    }

    public Task UndoAsync(SourceRepository repository, CancellationToken ct) => mediator.Send(new ReleaseHook(repository.Id), ct);
}

/// <summary>Finds or makes the hook of a repository. The answer is null when it is to be polled.</summary>
internal sealed record PrepareHook(Guid RepositoryId) : ICommand<Guid?>;

/// <summary>Registers a hook at the source, unless it is.</summary>
internal sealed record RegisterHook(Guid RepositoryId, Guid HookId) : ICommand<bool>;

/// <summary>A repository needs its hook no longer.</summary>
internal sealed record ReleaseHook(Guid RepositoryId) : ICommand<bool>;

internal sealed class HookStepHandler(SourcesDb db, SourceProviders providers, SourceAccesses accesses, SecretBox secrets, SourcesOptions options, TimeProvider clock) :
    IRequestHandler<PrepareHook, Guid?>, IRequestHandler<RegisterHook, bool>, IRequestHandler<ReleaseHook, bool>
{
    public async Task<Guid?> Handle(PrepareHook request, CancellationToken ct)
    {
        var repository = await db.Repositories.FirstAsync(r => r.Id == request.RepositoryId, ct);
        var provider = await ProviderAsync(repository, ct);
        var capabilities = provider.Info.Capabilities;
        if (!capabilities.Contains(SourceCapability.SendHooks) || (capabilities.Contains(SourceCapability.RegisterHooks) && options.PublicUrl is null))
        {
            repository.Poll(clock.Now() + options.PollEvery);
            return null;
        }
        await LockAsync(repository, ct);
        var hook = await FindAsync(repository, provider, ct);
        if (hook is null) db.Add(hook = new SourceHook(repository.OrganizationId, repository.Provider, HookRepoId(repository, provider), secrets, clock.Now()));
        repository.Listen(hook, clock.Now());
        return hook.Id;
    }

    public async Task<bool> Handle(RegisterHook request, CancellationToken ct)
    {
        var repository = await db.Repositories.FirstAsync(r => r.Id == request.RepositoryId, ct);
        var provider = await ProviderAsync(repository, ct);
        if (!provider.Info.Capabilities.Contains(SourceCapability.RegisterHooks)) return false;
        await LockAsync(repository, ct);
        var hook = await db.Hooks.FirstAsync(h => h.Id == request.HookId, ct);
        if (hook.RemoteId is not null) return false;
        var access = await accesses.RequireAsync(provider, repository.OwnedBy, ct);
        hook.Registered(await provider.ActivateAsync(access, repository.RepoId, hook.Target(options.PublicUrl, secrets), ct));
        return true;
    }

    public async Task<bool> Handle(ReleaseHook request, CancellationToken ct)
    {
        var repository = await db.Repositories.FirstAsync(r => r.Id == request.RepositoryId, ct);
        if (repository.HookKey is not { } id) return false;
        await LockAsync(repository, ct);
        repository.Unlink(clock.Now());
        if (await db.Repositories.AnyAsync(r => r.HookKey == id && r.Id != repository.Id, ct) || await db.Hooks.FirstOrDefaultAsync(h => h.Id == id, ct) is not { } hook) return false;
        var provider = await providers.FindAsync(repository.OrganizationId, repository.Provider, ct);
        if (provider is null && PluginSources.IsName(repository.Provider) && hook.RemoteId is not null) throw new SourceNotAvailableException(repository.Provider);
        // A one-off source's hook was set up by hand, and stays for the next one.
        if (provider?.Info.Kind is SourceProviderKind.OneOff) return false;
        if (provider is not null && options.PublicUrl is { } url && await accesses.FindAsync(provider, repository.OwnedBy, ct) is { } access)
            await provider.DeactivateAsync(access, repository.RepoId, hook.Target(url, secrets), ct);
        db.Remove(hook);
        return true;
    }

    private async Task<ISourceProvider> ProviderAsync(SourceRepository repository, CancellationToken ct) =>
        await providers.RequireAsync(repository.OrganizationId, repository.Provider, ct);

    private Task<SourceHook?> FindAsync(SourceRepository repository, ISourceProvider provider, CancellationToken ct)
    {
        var repoId = HookRepoId(repository, provider);
        return db.Hooks.FirstOrDefaultAsync(h => h.OrganizationId == repository.OrganizationId && h.Provider == repository.Provider && h.RepoId == repoId, ct);
    }

    private static string HookRepoId(SourceRepository repository, ISourceProvider provider) => provider.Info.Kind is SourceProviderKind.OneOff ? "" : repository.RepoId;

    private Task LockAsync(SourceRepository repository, CancellationToken ct) => db.LockAsync(SourceHook.LockOf(repository), ct);
}
