using GraphQLPlugins.Kernel.Audit;
using GraphQLPlugins.Kernel.Idempotency;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>Runs a command: preparation, transaction, handler, audit entry, events, commit, participants, notifications. A command sent by another one joins its transaction.</summary>
internal sealed partial class CommandTransaction(UnitOfWork work, AuditTrail audit, EventOutbox events, Announcements announcements, RepeatedCommands repeats, CurrentJob job, ILogger<CommandTransaction> log)
{
    public async Task<T> RunAsync<T>(ICommand command, Func<Task> prepare, Func<Task<T>> handle, CancellationToken ct)
    {
        if (work.IsOpen) return await handle();
        var request = CommandRequest.Take();
        if (request is { IsRehearsal: true }) work.Rehearse();
        var key = request is { IsRehearsal: false, Key: { } given } ? IdempotencyConflictException.Checked(given) : null;
        if (key is not null && await repeats.FindAsync<T>(command, key, ct) is { } earlier)
        {
            request!.IsRepeat = true;
            return earlier.Answer;
        }
        T answer;
        IReadOnlyList<INotification> notifications;
        var isUndone = false;
        try
        {
            await prepare();
            await work.BeginAsync(ct);
            if (key is not null) await repeats.LockAsync(key, ct);
            if (key is not null && await repeats.FindAsync<T>(command, key, ct) is { } meanwhile)
            {
                work.Rehearse();
                request!.IsRepeat = true;
                answer = meanwhile.Answer;
            }
            else
            {
                answer = await handle();
                await work.FlushLastAsync(ct);
                if (!work.IsRehearsal) await job.CompleteAsync(command, answer, ct);
            }
            isUndone = work.IsRehearsal;
            if (!isUndone && key is not null) await repeats.WriteAsync(command, key, answer, ct);
            if (!isUndone) events.Write(work, audit.Write(command, work.Changes));
            notifications = await work.CommitAsync(ct);
        }
        catch
        {
            await work.AbandonAsync();
            await TellAsync(participant => participant.AbandonedAsync());
            throw;
        }
        await TellAsync(participant => isUndone ? participant.AbandonedAsync() : participant.CommittedAsync());
        await announcements.PublishAsync(notifications);
        return answer;
    }

    private async Task TellAsync(Func<IParticipant, Task> tell)
    {
        foreach (var participant in work.TakeParticipants())
        {
            try
            {
                await tell(participant);
            }
            catch (Exception e)
            {
                LogParticipant(e, participant.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Participant} could not follow the end of a command")]
    private partial void LogParticipant(Exception exception, string participant);
}
