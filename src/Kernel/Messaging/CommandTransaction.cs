using GraphQLPlugins.Kernel.Audit;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>Runs a command: transaction, handler, audit entry, commit, notifications. A command sent by another one joins its transaction.</summary>
internal sealed partial class CommandTransaction(UnitOfWork work, AuditTrail audit, IServiceScopeFactory scopes, ILogger<CommandTransaction> log)
{
    public async Task<T> RunAsync<T>(ICommand command, Func<Task<T>> handle, CancellationToken ct)
    {
        if (work.IsOpen) return await handle();
        await work.BeginAsync(ct);
        T answer;
        IReadOnlyList<INotification> notifications;
        try
        {
            answer = await handle();
            await work.FlushAsync(ct);
            if (!work.IsRehearsal) audit.Write(command, work.Changes);
            notifications = await work.CommitAsync(ct);
        }
        catch
        {
            if (work.IsOpen) await work.RollbackAsync();
            throw;
        }
        await PublishAsync(notifications);
        return answer;
    }

    /// <summary>In a scope of their own, since the command's is at its end. The change stands whatever a listener does, so a failing one is only logged.</summary>
    private async Task PublishAsync(IReadOnlyList<INotification> notifications)
    {
        if (notifications.Count == 0) return;
        await using var scope = scopes.CreateAsyncScope();
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

    [LoggerMessage(Level = LogLevel.Error, Message = "A listener to {Notification} failed")]
    private partial void LogFailure(Exception exception, string notification);
}
