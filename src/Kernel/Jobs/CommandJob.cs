using GraphQLPlugins.Kernel.Messaging;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>Has a command sent by a job, as whoever asks for it.</summary>
/// <param name="Command">The command, which is stored as JSON: it must hold neither secrets nor files.</param>
/// <param name="Request">What else is said of the job.</param>
public sealed record Enqueue<TCommand>(TCommand Command, JobRequest Request) : ICommand<OperationJob> where TCommand : ICommand
{
    string? ICommand.AuditTarget => Command.AuditTarget ?? Request.Target;

    string? ICommand.AuditReason => Command.AuditReason;
}

/// <summary>Registers commands that jobs may send.</summary>
public static class CommandJobRegistration
{
    /// <summary>Lets <see cref="Enqueue{TCommand}"/> be sent with this command.</summary>
    /// <param name="services">The services.</param>
    /// <param name="kind">What such a job is called. It starts again when its host dies, since the command commits with the job's result or not at all.</param>
    /// <param name="result">What of the command's answer becomes the job's result.</param>
    /// <param name="failure">Why the job has failed although the command answered, which it then did without changing anything; null when it has not. The result is kept.</param>
    public static IServiceCollection AddCommandJob<TCommand, TAnswer>(
        this IServiceCollection services, JobKind kind, Func<TAnswer, object?> result, Func<TAnswer, JobError?>? failure = null) where TCommand : class, ICommand<TAnswer> => services
        .AddSingleton(new CommandResult<TCommand, TAnswer>(result, failure))
        .AddJob<TCommand, CommandJob<TCommand, TAnswer>>(kind with { Resumes = true })
        .AddScoped<IRequestHandler<Enqueue<TCommand>, OperationJob>, EnqueueHandler<TCommand>>();
}

internal sealed record CommandResult<TCommand, TAnswer>(Func<TAnswer, object?> Of, Func<TAnswer, JobError?>? FailureOf);

internal sealed class CommandJob<TCommand, TAnswer>(CurrentJob job, CommandResult<TCommand, TAnswer> result) : IJobHandler<TCommand> where TCommand : class, ICommand<TAnswer>
{
    public async Task<object?> RunAsync(TCommand payload, JobRun run, CancellationToken ct)
    {
        JobError? failure = null;
        var made = await job.SendLastAsync(payload, answer =>
        {
            failure = result.FailureOf?.Invoke(answer);
            return result.Of(answer);
        }, ct);
        return failure is null ? made : throw new JobFailedException(failure, made);
    }
}

internal sealed class EnqueueHandler<TCommand>(JobQueue jobs) : IRequestHandler<Enqueue<TCommand>, OperationJob> where TCommand : ICommand
{
    public Task<OperationJob> Handle(Enqueue<TCommand> request, CancellationToken ct) => jobs.EnqueueAsync(request.Command, request.Request, ct);
}
