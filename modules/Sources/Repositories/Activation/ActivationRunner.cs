using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Repositories.Activation;

/// <summary>
/// Takes a repository through the steps of its activation or removal, apart from the request that wanted it. A record's lease tells other hosts
/// that somebody is at it. Safe to share.
/// </summary>
internal sealed partial class ActivationRunner(IServiceScopeFactory scopes, IDbContextFactory<SourcesDb> contexts, SourcesOptions options, TimeProvider clock, ILogger<ActivationRunner> log)
{
    // What many that begin at once take of the database's connections, and of their source's patience.
    private const int AtOnce = 4;
    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Begins the steps, and waits for them for a while.</summary>
    /// <returns>Whether they are over; what they threw is thrown.</returns>
    public async Task<bool> RunAsync(Guid id, bool force, CancellationToken ct)
    {
        var work = Begin(id, force, null);
        var first = await Task.WhenAny(work, Task.Delay(options.ActivationWait, clock, ct));
        if (first == work || work.IsCompleted) await work;
        else Forget(work, id);
        return work.IsCompleted;
    }

    /// <summary>Begins the steps when there is a place, and waits for none of them. Failures are told by the record's status.</summary>
    public void Start(Guid id) => Forget(Begin(id, force: false, _places), id);

    /// <summary>Goes on with what a dead host had begun. Failures are told by the record's status, not thrown.</summary>
    public async Task ResumeAsync(Guid id, CancellationToken ct)
    {
        try
        {
            await WorkAsync(id, force: true, null).WaitAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            LogLate(e, id);
        }
    }

    private Task Begin(Guid id, bool force, SemaphoreSlim? places)
    {
        // What the request knows of its caller ends with the request; the steps may go on.
        using (ExecutionContext.SuppressFlow()) return Task.Run(() => WorkAsync(id, force, places), CancellationToken.None);
    }

    private void Forget(Task work, Guid id) =>
        _ = work.ContinueWith(t => LogLate(t.Exception!.GetBaseException(), id), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task WorkAsync(Guid id, bool force, SemaphoreSlim? places)
    {
        using var done = new CancellationTokenSource();
        // While it waits for a place, too: no other host is to take it over.
        var renewing = RenewAsync(id, done.Token);
        if (places is not null) await places.WaitAsync(CancellationToken.None);
        try
        {
            using var limit = new CancellationTokenSource(options.ActivationTime, clock);
            var repository = await FindAsync(id, limit.Token);
            if (repository?.Status is RepositoryStatus.Activating) await ActivateAsync(id, limit.Token);
            else if (repository?.Status is RepositoryStatus.PendingDeletion or RepositoryStatus.DeletionInProgress) await RemoveAsync(id, force, limit.Token);
        }
        finally
        {
            places?.Release();
            await done.CancelAsync();
            await renewing;
        }
    }

    private async Task ActivateAsync(Guid id, CancellationToken ct)
    {
        try
        {
            for (var i = (await FindAsync(id, ct))?.StepsDone ?? 0; ; i++)
            {
                if (!await InScopeAsync(id, i, (step, repository) => step.RunAsync(repository, ct), ct)) break;
                await using var db = await contexts.CreateDbContextAsync(ct);
                await db.Repositories.Where(r => r.Id == id).ExecuteUpdateAsync(r => r.SetProperty(x => x.StepsDone, i + 1), ct);
            }
            await SendAsync(new CompleteActivation(id));
        }
        catch (Exception e)
        {
            await UndoAsync(id, giveUpOn: _ => false);
            await SendAsync(new CancelActivation(id, Code(e), Sentence(e)));
            if (e is OperationCanceledException) throw new ActivationTimeoutException(options.ActivationTime);
            throw;
        }
    }

    private async Task RemoveAsync(Guid id, bool force, CancellationToken ct)
    {
        await SendAsync(new BeginRemoval(id));
        try
        {
            // The source may be asked again later, unless it is to be over now.
            await UndoAsync(id, giveUpOn: e => !force && e is ProviderException { Retryable: true } or SourceNotAvailableException).WaitAsync(ct);
        }
        catch (Exception e)
        {
            await SendAsync(new CancelRemoval(id, Code(e), Sentence(e)));
            throw;
        }
        await SendAsync(new CompleteRemoval(id));
    }

    /// <summary>Undoes all steps, the last one first. One that cannot be undone does not keep the others from it.</summary>
    /// <exception cref="RefusalException">A failure that is given up on; steps after it are undone, those before it are not.</exception>
    private async Task UndoAsync(Guid id, Func<Exception, bool> giveUpOn)
    {
        using var limit = new CancellationTokenSource(options.ActivationTime, clock);
        for (var i = await CountAsync() - 1; i >= 0; i--)
        {
            try
            {
                await InScopeAsync(id, i, (step, repository) => step.UndoAsync(repository, limit.Token), limit.Token);
            }
            catch (Exception e) when (!giveUpOn(e))
            {
                LogUndo(e, id);
            }
        }
    }

    private async Task<int> CountAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        return scope.ServiceProvider.GetServices<IActivationStep>().Count();
    }

    /// <returns>False when there is no such step.</returns>
    private async Task<bool> InScopeAsync(Guid id, int index, Func<IActivationStep, SourceRepository, Task> act, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var step = scope.ServiceProvider.GetServices<IActivationStep>().ElementAtOrDefault(index);
        if (step is null) return false;
        if (await FindAsync(id, ct) is { } repository) await act(step, repository);
        return true;
    }

    private async Task SendAsync<T>(IRequest<T> command)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, CancellationToken.None);
    }

    private async Task<SourceRepository?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.FirstOrDefaultAsync(r => r.Id == id, ct);
    }

    private async Task RenewAsync(Guid id, CancellationToken ct)
    {
        try
        {
            using var timer = new PeriodicTimer(SourceRepository.Lease / 3, clock);
            while (await timer.WaitForNextTickAsync(ct))
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                var until = clock.Now() + SourceRepository.Lease;
                await db.Repositories.Where(r => r.Id == id && r.LeaseUntil != null).ExecuteUpdateAsync(r => r.SetProperty(x => x.LeaseUntil, until), ct);
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
        catch (Exception e)
        {
            LogLate(e, id);
        }
    }

    private static string Code(Exception e) => e is RefusalException refusal ? refusal.Code : e is OperationCanceledException ? "ACTIVATION_TIMEOUT" : "UNEXPECTED";

    private static string Sentence(Exception e) => e is RefusalException refusal ? refusal.Message : e is OperationCanceledException ? "It took too long." : "Something unexpected happened; the log says more.";

    [LoggerMessage(Level = LogLevel.Warning, Message = "Work on the repository {Id} failed after nobody waited for it any longer")]
    private partial void LogLate(Exception exception, Guid id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of the activation of the repository {Id} could not be undone")]
    private partial void LogUndo(Exception exception, Guid id);
}
