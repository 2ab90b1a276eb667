using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>The job that runs in this scope; nothing outside of jobs.</summary>
public sealed class CurrentJob
{
    private readonly IMediator _mediator;
    private readonly Lazy<KernelDb> _db;
    private ICommand? _last;
    private Func<object?, string?>? _resultOf;

    internal CurrentJob(IMediator mediator, Lazy<KernelDb> db) => (_mediator, _db) = (mediator, db);

    /// <summary>Takes steps and progress; null outside of a job.</summary>
    public JobRun? Run { get; internal set; }

    /// <summary>
    /// Sends the command that is all of the job: it commits together with the job's result, so that the job does it once, also when its host dies right
    /// afterwards or has been taken for dead meanwhile. Nothing that has to happen may come after it.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="result">What of its answer becomes the job's result.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>The result.</returns>
    public async Task<object?> SendLastAsync<TAnswer>(ICommand<TAnswer> command, Func<TAnswer, object?> result, CancellationToken ct)
    {
        _last = command;
        _resultOf = answer => JobRun.ResultJson(result((TAnswer)answer!));
        return result(await _mediator.Send(command, ct));
    }

    /// <summary>Inside the command's transaction, at its end.</summary>
    internal async Task CompleteAsync(ICommand command, object? answer, CancellationToken ct)
    {
        if (Run is null || !ReferenceEquals(command, _last)) return;
        var result = _resultOf!(answer) ?? JobRun.NoResult;
        if (await Run.Mine(_db.Value).ExecuteUpdateAsync(set => set.SetProperty(j => j.ResultJson, result), ct) == 0)
            throw new OperationCanceledException("Another host has taken the job over.");
    }
}
