using GraphQLPlugins.Kernel.Audit;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>Runs a command: preparation, transaction, handler, audit entry, events, commit, participants, notifications. A command sent by another one joins its transaction.</summary>
internal sealed partial class CommandTransaction(UnitOfWork work, AuditTrail audit, EventOutbox events, Announcements announcements, ILogger<CommandTransaction> log)
{
    public async Task<T> RunAsync<T>(ICommand command, Func<Task> prepare, Func<Task<T>> handle, CancellationToken ct)
    {
        if (work.IsOpen) return await handle();
        T answer;
        IReadOnlyList<INotification> notifications;
        var rehearsal = false;
        try
        {
            await prepare();
            await work.BeginAsync(ct);
            answer = await handle();
            await work.FlushAsync(ct);
            if (!work.IsRehearsal) events.Write(work, audit.Write(command, work.Changes));
            rehearsal = work.IsRehearsal;
            notifications = await work.CommitAsync(ct);
        }
        catch
        {
            if (work.IsOpen) await work.RollbackAsync();
            await TellAsync(participant => participant.AbandonedAsync());
            throw;
        }
        await TellAsync(participant => rehearsal ? participant.AbandonedAsync() : participant.CommittedAsync());
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
