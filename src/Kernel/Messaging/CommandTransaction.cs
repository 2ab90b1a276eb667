using GraphQLPlugins.Kernel.Audit;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>Runs a command: preparation, transaction, handler, audit entry, commit, participants, notifications. A command sent by another one joins its transaction.</summary>
internal sealed partial class CommandTransaction(UnitOfWork work, AuditTrail audit, Actor actor, IServiceScopeFactory scopes, ILogger<CommandTransaction> log)
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
            if (!work.IsRehearsal) audit.Write(command, work.Changes);
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
        await PublishAsync(notifications);
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

    /// <summary>In a scope of their own, since the command's is at its end. The change stands whatever a listener does, so a failing one is only logged.</summary>
    private async Task PublishAsync(IReadOnlyList<INotification> notifications)
    {
        if (notifications.Count == 0) return;
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().ActAs(actor);
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        foreach (var notification in notifications)
        {
            try
            {
                await mediator.Publish(notification, CancellationToken.None);
            }
            catch (Exception e)
            {
                LogFailure(e, notification.GetType().Name);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Participant} could not follow the end of a command")]
    private partial void LogParticipant(Exception exception, string participant);

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener to {Notification} failed")]
    private partial void LogFailure(Exception exception, string notification);
}
