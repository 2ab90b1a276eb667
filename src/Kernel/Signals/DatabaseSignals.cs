using System.Collections.Concurrent;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GraphQLPlugins.Kernel.Signals;

/// <summary>What hosts tell each other: only that there is something to look at in the database.</summary>
internal enum Signal
{
    /// <summary>Jobs to run or to cancel.</summary>
    Jobs,

    /// <summary>New events.</summary>
    Events,
}

/// <summary>
/// Wakes up whoever waits for something, on all hosts of the database: by PostgreSQL's NOTIFY, and on SQL Server only on this host. A signal may be
/// lost with the connection; so each reconnection counts as all of them, and whoever relies on one polls now and then.
/// </summary>
internal sealed partial class DatabaseSignals(StorageServer server, ILogger<DatabaseSignals> log) : IAsyncDisposable
{
    private const string Channel = "graphqlplugins";
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    /// <summary>Other hosts hear of a busy one this often: a notification is a transaction of its own.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Action, (Signal Signal, bool OwnToo)> _listeners = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly string _self = Guid.NewGuid().ToString("N");
    private int _untold;
    private Task? _telling;
    private Task? _listening;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Calls back at each signal, until disposal; the callback must return at once.</summary>
    public IDisposable On(Signal signal, Action callback) => On(signal, callback, ownToo: true);

    /// <summary>The same for whoever knows what this host does anyway: only what other hosts tell.</summary>
    public IDisposable OnOthers(Signal signal, Action callback) => On(signal, callback, ownToo: false);

    /// <summary>Tells this host now and the others soon.</summary>
    public void Raise(Signal signal)
    {
        Call(signal, isOwn: true);
        if (!server.Options.IsPostgreSql) return;
        lock (_gate)
        {
            _untold |= 1 << (int)signal;
            if (_telling is not null || _stop.IsCancellationRequested) return;
            _telling = Task.Run(TellAsync);
        }
    }

    /// <summary>Starts to hear other hosts; returns once it does. On SQL Server there is nothing to hear.</summary>
    public async Task ListenAsync(CancellationToken ct)
    {
        if (!server.Options.IsPostgreSql) return;
        Task connected;
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested) _listening ??= Task.Run(ListenUntilStoppedAsync, CancellationToken.None);
            connected = _connected.Task;
        }
        await connected.WaitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        Task?[] running;
        lock (_gate)
        {
            _stop.Cancel();
            running = [_telling, _listening];
        }
        foreach (var task in running)
            if (task is not null) await task;
        _stop.Dispose();
    }

    private Listener On(Signal signal, Action callback, bool ownToo)
    {
        _listeners[callback] = (signal, ownToo);
        return new Listener(this, callback);
    }

    private void Call(Signal? signal, bool isOwn = false)
    {
        foreach (var (callback, (wanted, ownToo)) in _listeners)
            if ((signal is null || signal == wanted) && (ownToo || !isOwn)) callback();
    }

    private async Task TellAsync()
    {
        while (true)
        {
            int untold;
            lock (_gate)
            {
                untold = _untold;
                _untold = 0;
                if (untold == 0 || _stop.IsCancellationRequested)
                {
                    _telling = null;
                    return;
                }
            }
            try
            {
                await using var connection = (NpgsqlConnection)server.CreateConnection();
                await connection.OpenAsync(_stop.Token);
                // Nothing is lost with it, so it need not wait for the disk.
                await using var command = new NpgsqlCommand("SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2)", connection)
                {
                    Parameters = { new() { Value = Channel }, new() { Value = $"{_self} {untold}" } },
                };
                await command.ExecuteNonQueryAsync(_stop.Token);
                await Task.Delay(TellEvery, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The others poll.
            }
            catch (Exception e)
            {
                LogFailure(e);
            }
        }
    }

    private async Task ListenUntilStoppedAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var connection = await server.OpenListenerAsync(_stop.Token);
                connection.Notification += (_, notification) => Heard(notification.Payload);
                await using (var command = new NpgsqlCommand($"LISTEN {Channel}", connection)) await command.ExecuteNonQueryAsync(_stop.Token);
                lock (_gate) _connected.TrySetResult();
                Call(null);
                while (true) await connection.WaitAsync(_stop.Token);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailure(e);
                await Task.Delay(ReconnectAfter, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private void Heard(string payload)
    {
        var space = payload.IndexOf(' ');
        if (space < 0 || payload.AsSpan(0, space).SequenceEqual(_self) || !int.TryParse(payload.AsSpan(space + 1), out var signals)) return;
        foreach (var signal in Enum.GetValues<Signal>())
            if ((signals & 1 << (int)signal) != 0) Call(signal);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection over which hosts wake each other up failed; it is opened again, and everything is found by polling meanwhile")]
    private partial void LogFailure(Exception exception);

    private sealed class Listener(DatabaseSignals signals, Action callback) : IDisposable
    {
        public void Dispose() => signals._listeners.TryRemove(callback, out _);
    }
}
