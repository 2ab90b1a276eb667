#if OWN_ENGINE
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>
/// Topics that reach the subscribers of every host. This host's own are told at once; the others read the outbox, whose rows a reader finds by its
/// position, so nothing is lost with a connection and nothing comes twice. A host without subscribers reads nothing.
/// </summary>
internal sealed partial class SharedTopics(
    TopicHub hub, DatabaseSignals signals, IDbContextFactory<KernelDb> databases, HostId host, OutboxOptions options, TimeProvider clock, ILogger<SharedTopics> log)
    : ITopicEventSender, ITopicEventReceiver, IAsyncDisposable
{
    private const int MaxUnwritten = 10_000;
    private const int MaxBatch = 200;

    // A part of the half minute that a host has to stop.
    private static readonly TimeSpan MaxFlush = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Wakeup _wake = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Channel<OutboxRow> _unwritten = Channel.CreateBounded<OutboxRow>(new BoundedChannelOptions(MaxUnwritten) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _starting = new();
    private OutboxPosition? _position;
    private Task? _reading;
    private Task? _writing;

    public async ValueTask SendAsync<TMessage>(string topicName, TMessage message, CancellationToken cancellationToken = default)
    {
        await hub.SendAsync(topicName, message, cancellationToken);
        Write(topicName, JsonSerializer.Serialize(message, EventMap.Json));
    }

    public async ValueTask CompleteAsync(string topicName)
    {
        await hub.CompleteAsync(topicName);
        Write(topicName, null);
    }

    public ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(string topicName, CancellationToken cancellationToken = default) =>
        SubscribeAsync<TMessage>(topicName, null, null, cancellationToken);

    public async ValueTask<ISourceStream<TMessage>> SubscribeAsync<TMessage>(
        string topicName, int? bufferCapacity, TopicBufferFullMode? bufferFullMode, CancellationToken cancellationToken = default)
    {
        lock (_starting) _reading ??= Task.Run(ReadUntilStoppedAsync, CancellationToken.None);
        await signals.ListenAsync(cancellationToken);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_position is null)
            {
                await using var db = await databases.CreateDbContextAsync(cancellationToken);
                _position = await db.OutboxEndAsync(host.Value, cancellationToken);
            }
            return await hub.SubscribeAsync<TMessage>(topicName, bufferCapacity, bufferFullMode, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Writes what other hosts were not told yet, for ten seconds at most; what is sent from now on reaches this host's own subscribers alone. A host that stops does so before its services go,
    /// since no context can be made any more once they do.
    /// </summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        _unwritten.Writer.TryComplete();
        Task writing;
        lock (_starting) writing = _writing ??= Task.Run(WriteUntilStoppedAsync, CancellationToken.None);
        using var limit = new CancellationTokenSource(MaxFlush, clock);
        await using (limit.Token.Register(_giveUp.Cancel))
        await using (ct.Register(_giveUp.Cancel))
            await writing;
    }

    /// <summary>May happen more than once: the container knows this under several names.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await FlushAsync(CancellationToken.None);
        Task? reading;
        lock (_starting) reading = _reading;
        if (reading is not null) await reading;
    }

    private void Write(string topic, string? payload)
    {
        var correlationId = Activity.Current?.TraceId.ToHexString() ?? "";
        _unwritten.Writer.TryWrite(new OutboxRow(new OutboxOrigin(host.Value, "", correlationId, clock.Now()), null, null, null, topic, payload));
        lock (_starting) _writing ??= Task.Run(WriteUntilStoppedAsync, CancellationToken.None);
    }

    /// <summary>Many messages at a time, beside whoever sends them.</summary>
    private async Task WriteUntilStoppedAsync()
    {
        while (await _unwritten.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = new List<OutboxRow>();
            while (batch.Count < MaxBatch && _unwritten.Reader.TryRead(out var row)) batch.Add(row);
            try
            {
                await using var db = await databases.CreateDbContextAsync(_giveUp.Token);
                db.Outbox.AddRange(batch);
                await db.SaveChangesAsync(_giveUp.Token);
                signals.Raise(Signal.Events);
            }
            catch (Exception e)
            {
                LogWriteFailure(e, batch.Count);
            }
        }
    }

    private async Task ReadUntilStoppedAsync()
    {
        using var listening = signals.OnOthers(Signal.Events, _wake.Call);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(options.PollInterval, _stop.Token);
                await ReadAsync(_stop.Token);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogReadFailure(e);
            }
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            // Nobody listens any more: the next one starts with what happens then.
            if (hub.Count == 0) _position = null;
            if (_position is null) return;
            await using var db = await databases.CreateDbContextAsync(ct);
            IReadOnlyList<ReadRow> rows;
            do
            {
                rows = await db.ReadOutboxAsync(_position, host.Value, MaxBatch, ct);
                foreach (var row in rows) await TellAsync(row);
            }
            while (rows.Count == MaxBatch);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TellAsync(ReadRow row)
    {
        try
        {
            if (row.Payload is null) await hub.CompleteAsync(row.Topic!);
            else hub.Receive(row.Topic!, Encoding.UTF8.GetBytes(row.Payload));
        }
        catch (Exception e)
        {
            // A host of another version may write what this one cannot read.
            LogUnreadable(e, row.Topic!);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} messages could not be passed on to the subscribers of other hosts")]
    private partial void LogWriteFailure(Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Messages of other hosts cannot be read; it is tried again from where it stopped")]
    private partial void LogReadFailure(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A message on {Topic} cannot be read and is left out")]
    private partial void LogUnreadable(Exception exception, string topic);
}
#endif
