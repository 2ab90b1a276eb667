using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>What is called.</summary>
/// <param name="OrganizationId">Whose plugin.</param>
/// <param name="PluginId">Which plugin.</param>
/// <param name="Kind">What of it, for logs and metrics.</param>
/// <param name="Limit">How long the call may take, waiting included.</param>
internal sealed record PluginCallTarget(Guid OrganizationId, string PluginId, string Kind, TimeSpan Limit);

/// <summary>Runs one call of a plugin, with every bound that there is. Whatever the plugin does comes out as an outcome.</summary>
internal sealed class CallRunner(PluginRuntime runtime, RuntimeMetrics metrics, TimeProvider clock)
{
    private const int MaxMessageLength = 1000;

    /// <param name="target">What is called.</param>
    /// <param name="choose">Finds the call among what the plugin offers; null when it does not.</param>
    /// <param name="fits">Whether an answer is of a size that is allowed.</param>
    /// <param name="ct">The caller's; its end is not the plugin's fault.</param>
    public async Task<PluginOutcome<T>> RunAsync<T>(PluginCallTarget target, Func<PluginContributions, Func<CancellationToken, Task<T>>?> choose, Func<T, bool> fits, CancellationToken ct)
    {
        var begun = clock.GetTimestamp();
        var outcome = await RunOnCurrentAsync(target, choose, fits, begun, ct);
        metrics.Called(target, outcome.Status, clock.GetElapsedTime(begun));
        return outcome;
    }

    private async Task<PluginOutcome<T>> RunOnCurrentAsync<T>(
        PluginCallTarget target, Func<PluginContributions, Func<CancellationToken, Task<T>>?> choose, Func<T, bool> fits, long begun, CancellationToken ct)
    {
        for (; ; )
        {
            var slot = runtime.Find(target.OrganizationId, target.PluginId);
            // A place without a load: it is being restarted, or did not start on this host.
            if (slot?.Current is not { } plugin)
                return slot is null ? Ended<T>(PluginCallStatus.NotRunning, "The plugin does not run here.") : Ended<T>(PluginCallStatus.Busy, "The plugin does not answer at the moment.");
            // Stopped between the two reads: another one serves by now, or none.
            if (plugin.Contributions is not { } contributions) continue;
            if (choose(contributions) is not { } call) return Ended<T>(PluginCallStatus.NotOffered, "The plugin does not offer this.");
            if (!plugin.Breaker.Allows()) return Ended<T>(PluginCallStatus.Busy, "The plugin failed too often and is left alone for a while.");
            var left = target.Limit - clock.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero) return TimedOut<T>(target);
            switch (await plugin.Gate.EnterAsync(left, ct))
            {
                case Entry.Closed: continue;
                case Entry.Busy: return Ended<T>(PluginCallStatus.Busy, "The plugin has as many calls as it may have.");
                default: return await CallAsync(plugin, target, call, fits, left, ct);
            }
        }
    }

    private static async Task<PluginOutcome<T>> CallAsync<T>(LoadedPlugin plugin, PluginCallTarget target, Func<CancellationToken, Task<T>> call, Func<T, bool> fits, TimeSpan left, CancellationToken ct)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(left);
        var task = OwnThread.RunPooledAsync(() => call(limit.Token));
        // A call that is given up keeps its place until it really ends: a plugin that hangs cannot take one thread after the other.
        _ = task.ContinueWith(done =>
        {
            _ = done.Exception;
            limit.Dispose();
            plugin.Gate.Leave();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            var answer = await task.WaitAsync(left, ct);
            plugin.Breaker.Succeeded();
            return answer is null ? new PluginOutcome<T>(PluginCallStatus.Done, answer)
                : fits(answer) ? new PluginOutcome<T>(PluginCallStatus.Done, answer) : Ended<T>(PluginCallStatus.TooLarge, "The plugin's answer is larger than allowed.");
        }
        catch (PluginRefusalException refusal)
        {
            plugin.Breaker.Succeeded();
            return Ended<T>(PluginCallStatus.Refused, refusal.Message.Length <= MaxMessageLength ? refusal.Message : refusal.Message[..MaxMessageLength]);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            return Failed<T>(plugin, target, e);
        }
    }

    private static PluginOutcome<T> Failed<T>(LoadedPlugin plugin, PluginCallTarget target, Exception exception)
    {
        var isLate = exception is TimeoutException or OperationCanceledException;
        if (isLate) plugin.Log.Write(PluginLogLevel.Warning, $"A call ({target.Kind}) did not end in {target.Limit.TotalSeconds:0.##} s.");
        else plugin.Log.Failed($"A call ({target.Kind})", exception);
        if (plugin.Breaker.Failed()) plugin.Log.Write(PluginLogLevel.Error, "Too many failures in a row: it is left alone for a while.");
        return isLate ? TimedOut<T>(target) : Ended<T>(PluginCallStatus.Failed, "The plugin failed.");
    }

    private static PluginOutcome<T> TimedOut<T>(PluginCallTarget target) => Ended<T>(PluginCallStatus.TimedOut, $"The plugin did not answer within {target.Limit.TotalSeconds:0.##} s.");

    private static PluginOutcome<T> Ended<T>(PluginCallStatus status, string message) => new(status, default, message);
}
