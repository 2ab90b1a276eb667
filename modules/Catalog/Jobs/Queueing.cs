using GraphQLPlugins.Catalog.Bulk;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using MediatR;

namespace GraphQLPlugins.Catalog.Jobs;

/// <summary>Asks for jobs.</summary>
internal static class Queueing
{
    /// <summary>The serial key of changes to what is installed.</summary>
    public const string Installations = "catalog.installations";

    private const int MaxTarget = 400;

    /// <summary>Has a job send the command.</summary>
    /// <exception cref="InputInvalidException">It is a rehearsal, whose answer the caller waits for.</exception>
    public static Task<OperationJob> QueueAsync<TCommand>(this IMediator mediator, TCommand command, bool dryRun, JobRequest request, CancellationToken ct) where TCommand : ICommand
    {
        EnsureNoRehearsal(dryRun);
        return mediator.Send(new Enqueue<TCommand>(command, request with { Target = Shown(request.Target ?? command.AuditTarget) }), ct);
    }

    public static void EnsureNoRehearsal(bool dryRun)
    {
        if (dryRun)
            throw new InputInvalidException("async", "A rehearsal needs its answer, so it cannot be done by a job.");
    }

    public static string? Shown(string? target) => target is { Length: > MaxTarget } ? target[..MaxTarget] : target;
}

/// <summary>Before there is a job: refuses what can be refused at once. The rest is the job's error.</summary>
internal sealed class CheckBeforeQueueing(InstallationStore store, CatalogDb db, CatalogOptions options, Actor actor) :
    IPreparation<Enqueue<UpgradePlugin>>, IPreparation<Enqueue<RollbackPlugin>>, IPreparation<Enqueue<InstallPlugins>>, IPreparation<Enqueue<ApplyPluginLock>>,
    IPreparation<Enqueue<EnablePlugins>>, IPreparation<Enqueue<DisablePlugins>>, IPreparation<Enqueue<ReloadPlugins>>, IPreparation<Enqueue<SyncRepository>>
{
    public Task PrepareAsync(Enqueue<UpgradePlugin> queue, CancellationToken ct) => OneAsync(queue.Command.Name, queue.Command.ExpectedEtag, ct);

    public Task PrepareAsync(Enqueue<RollbackPlugin> queue, CancellationToken ct) => OneAsync(queue.Command.Name, queue.Command.ExpectedEtag, ct);

    public Task PrepareAsync(Enqueue<EnablePlugins> queue, CancellationToken ct) => SeveralAsync(queue.Command.Names, ct);

    public Task PrepareAsync(Enqueue<DisablePlugins> queue, CancellationToken ct) => SeveralAsync(queue.Command.Names, ct);

    public Task PrepareAsync(Enqueue<ReloadPlugins> queue, CancellationToken ct) => SeveralAsync(queue.Command.Names, ct);

    public async Task PrepareAsync(Enqueue<InstallPlugins> queue, CancellationToken ct)
    {
        queue.Command.Request(actor).Check(options.MaxPluginsPerRequest);
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
    }

    public async Task PrepareAsync(Enqueue<ApplyPluginLock> queue, CancellationToken ct)
    {
        ReleaseAgeOverride.Check(queue.Command.OverrideReason, actor);
        LockDocument.Read(queue.Command.Lock, options.MaxPluginsPerRequest);
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
    }

    public async Task PrepareAsync(Enqueue<SyncRepository> queue, CancellationToken ct) => (await db.RequireRepositoryAsync(queue.Command.RepositoryId, ct)).EnsureRemote();

    private async Task OneAsync(string name, string? expectedEtag, CancellationToken ct)
    {
        if (await store.PeekAsync(name, expectedEtag, ct) is null)
            throw new PluginNotFoundException(name, nameof(name));
    }

    private async Task SeveralAsync(IReadOnlyList<string> names, CancellationToken ct)
    {
        BulkChange.Check(names, options);
        (await store.PeekPolicyAsync(ct)).EnsureRemoteAdmin();
    }
}
