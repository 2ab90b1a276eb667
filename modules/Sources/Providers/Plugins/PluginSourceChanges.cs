using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Providers.Plugins;

/// <summary>A plugin went out of use: what is followed at its sources waits, disabled, for it. The answer is how many repositories.</summary>
internal sealed record ParkRepositories(Guid OrganizationId, string PluginId) : ICommand<int>
{
    string ICommand.AuditTarget => PluginId;

    Guid? ICommand.AuditOrganization => OrganizationId;
}

/// <summary>A plugin's source is there again: what waited for it is followed as before, and brought up to date. The answer is how many repositories.</summary>
internal sealed record UnparkRepositories(Guid OrganizationId, string Provider) : ICommand<int>
{
    string ICommand.AuditTarget => Provider;

    Guid? ICommand.AuditOrganization => OrganizationId;
}

internal sealed class PluginSourceChangesHandler(SourcesDb db, IEnumerable<ISyncTrigger> triggers, UnitOfWork work, SourcesOptions options, TimeProvider clock) :
    IRequestHandler<ParkRepositories, int>, IRequestHandler<UnparkRepositories, int>
{
    public async Task<int> Handle(ParkRepositories request, CancellationToken ct)
    {
        var (now, prefix) = (clock.Now(), PluginSources.NameOf(request.PluginId, ""));
        var active = await db.Repositories.Where(r => r.OrganizationId == request.OrganizationId && r.Status == RepositoryStatus.Active && r.Provider.StartsWith(prefix)).ToListAsync(ct);
        foreach (var repository in active)
        {
            var reason = new SourceNotAvailableException(repository.Provider);
            repository.Disable(reason.Code, reason.Message, now);
            work.AfterCommit(repository.Event(now));
        }
        return active.Count;
    }

    public async Task<int> Handle(UnparkRepositories request, CancellationToken ct)
    {
        var now = clock.Now();
        var waiting = await db.Repositories.Where(PluginSourceWatch.Waits).Where(r => r.OrganizationId == request.OrganizationId && r.Provider == request.Provider).ToListAsync(ct);
        foreach (var repository in waiting)
        {
            repository.Enable(now + options.PollEvery, now);
            work.AfterCommit(repository.Event(now));
        }
        // Hooks that came meanwhile were sent away.
        foreach (var trigger in triggers) await trigger.RequestAsync(waiting, SyncReason.Retry, null, ct);
        return waiting.Count;
    }
}

/// <summary>Looks now and then whether a source is there again for which repositories wait, such as after a start of the host.</summary>
internal sealed class PluginSourceWatch(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, PluginSources sources, TimeProvider clock, ILogger<PluginSourceWatch> log) : PeriodicService(Every, clock, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly string Code = new SourceNotAvailableException("").Code;

    /// <summary>Those that were followed when their source went.</summary>
    public static System.Linq.Expressions.Expression<Func<Repositories.SourceRepository, bool>> Waits => r => r.Status == RepositoryStatus.Disabled && r.LastErrorCode == Code;

    protected override string Work => "Looking for sources that are there again";

    /// <summary>Looks once.</summary>
    /// <returns>How many repositories are followed again.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        List<(Guid OrganizationId, string Provider)> waiting;
        await using (var db = await contexts.CreateDbContextAsync(ct))
            waiting = [.. (await db.Repositories.Where(Waits).Select(r => new { r.OrganizationId, r.Provider }).Distinct().ToListAsync(ct)).Select(r => (r.OrganizationId, r.Provider))];
        var count = 0;
        foreach (var (organizationId, provider) in waiting)
        {
            if (await sources.FindAsync(organizationId, provider, ct) is null) continue;
            await using var scope = scopes.CreateAsyncScope();
            count += await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new UnparkRepositories(organizationId, provider), ct);
        }
        return count;
    }

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);
}

/// <summary>What is followed at a plugin's sources goes the way of the plugin.</summary>
internal sealed class FollowPlugin(IServiceScopeFactory scopes, PluginSourceWatch watch) : INotificationHandler<PluginLifecycleChanged>
{
    public async Task Handle(PluginLifecycleChanged notification, CancellationToken cancellationToken)
    {
        if (notification.Action is PluginLifecycleAction.Disabled or PluginLifecycleAction.Uninstalled or PluginLifecycleAction.Broken)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ParkRepositories(notification.OrganizationId, notification.Name), cancellationToken);
        }
        else
        {
            await watch.RunOnceAsync(cancellationToken);
        }
    }
}
