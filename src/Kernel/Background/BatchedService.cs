using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Background;

/// <summary>
/// Does what waits many at a time, in one command, and one by one as soon as one of them fails, so that it takes none of the others along.
/// </summary>
/// <param name="interval">When it looks without being told.</param>
/// <param name="scopes">Each command has its own.</param>
/// <param name="clock">What measures the time.</param>
/// <param name="log">Where failures go.</param>
public abstract partial class BatchedService(TimeSpan interval, IServiceScopeFactory scopes, TimeProvider clock, ILogger log) : WokenService(interval, clock, log)
{
    private readonly ILogger _log = log;

    /// <summary>The command for some of them; its answer is how many still waited.</summary>
    protected abstract IRequest<int> CommandFor(IReadOnlyList<Guid> ids);

    /// <summary>One of them failed on its own.</summary>
    /// <param name="id">Which.</param>
    /// <param name="reason">What was wrong, in a sentence for the organization.</param>
    /// <param name="ct">Breaks off.</param>
    protected abstract Task FailedAsync(Guid id, string reason, CancellationToken ct);

    /// <summary>Does these.</summary>
    /// <returns>How many there were, without those that failed.</returns>
    protected async Task<int> DoAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        if (ids.Count > 1)
        {
            try
            {
                return await SendAsync(CommandFor(ids), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogTogether(_log, e, Work, ids.Count);
            }
        }
        var total = 0;
        foreach (var id in ids) total += await DoAloneAsync(id, ct);
        return total;
    }

    /// <summary>Does one of them.</summary>
    /// <returns>1, or 0 when it failed or did not wait any more.</returns>
    protected async Task<int> DoAloneAsync(Guid id, CancellationToken ct)
    {
        string reason;
        try
        {
            return await SendAsync(CommandFor([id]), ct);
        }
        catch (RefusalException e)
        {
            reason = e.Message;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogAlone(_log, e, Work, id);
            reason = "It failed on this server; its log says why.";
        }
        await FailedAsync(id, reason, ct);
        return 0;
    }

    /// <summary>Sends a command in a scope of its own.</summary>
    protected async Task<T> SendAsync<T>(IRequest<T> command, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Work}: {Count} could not be done together; they are done one by one")]
    private static partial void LogTogether(ILogger log, Exception exception, string work, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Work}: {Id} failed; it is tried again later")]
    private static partial void LogAlone(ILogger log, Exception exception, string work, Guid id);
}
