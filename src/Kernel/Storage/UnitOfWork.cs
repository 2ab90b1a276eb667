using System.Data.Common;
using System.Runtime.InteropServices;
using GraphQLPlugins.Kernel.Audit;
using GraphQLPlugins.Kernel.Signals;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>
/// One command's transaction, over the contexts of all modules. The kernel opens and ends it around the command's handler; what the handler
/// changed is written without its asking.
/// </summary>
public sealed class UnitOfWork : IAsyncDisposable
{
    private readonly StorageServer _server;
    private readonly DatabaseSignals _signals;
    private readonly List<ModuleDbContext> _contexts = [];
    private readonly List<INotification> _afterCommit = [];
    private readonly List<IParticipant> _participants = [];
    private readonly HashSet<Signal> _signalsAfterCommit = [];
    private readonly List<(string Text, object?[] Values)> _written = [];
    private readonly List<(string Text, object?[] Values)> _last = [];
    private DbConnection? _connection;
    private DbTransaction? _transaction;
    private bool _hasPlace;

    internal UnitOfWork(StorageServer server, DatabaseSignals signals) => (_server, _signals) = (server, signals);

    /// <summary>Whether a command runs.</summary>
    public bool IsOpen => _transaction is not null;

    /// <summary>Which statements by hand it takes.</summary>
    public bool IsPostgreSql => _server.Options.IsPostgreSql;

    /// <summary>The command's transaction; null when none runs. Every command has its own.</summary>
    public DbTransaction? Transaction => _transaction;

    /// <summary>True when the command is a rehearsal: everything is written and then taken back.</summary>
    public bool IsRehearsal { get; private set; }

    /// <summary>What is to be published when the command commits.</summary>
    internal IReadOnlyList<INotification> Pending => _afterCommit;

    internal ChangeDigest Changes { get; private set; } = new();

    /// <summary>Takes back everything at the end of this command, for <c>dryRun</c>.</summary>
    public void Rehearse() => IsRehearsal = true;

    /// <summary>Publishes a notification once the change is there for everyone to see; never when it is rolled back.</summary>
    public void AfterCommit(INotification notification) => _afterCommit.Add(notification);

    /// <summary>Tells somebody outside the database how the command ends.</summary>
    public void Enlist(IParticipant participant) => _participants.Add(participant);

    /// <summary>Wakes up whoever waits for it, once the change is there to be found.</summary>
    internal void SignalAfterCommit(Signal signal) => _signalsAfterCommit.Add(signal);

    /// <summary>
    /// Writes what was changed so far, so that a violated constraint shows itself here. After such an exception the transaction is lost:
    /// translate it into a refusal and leave.
    /// </summary>
    public async Task FlushAsync(CancellationToken ct)
    {
        if (_written.Count > 0) await SendWrittenAsync(_transaction!, commits: false, ct);
        await FlushContextsAsync(ct);
    }

    /// <summary>Writes what the contexts changed. Rows by hand wait for the commit; a rehearsal, which has none, writes them too.</summary>
    internal Task FlushLastAsync(CancellationToken ct) => IsRehearsal ? FlushAsync(ct) : FlushContextsAsync(ct);

    private async Task FlushContextsAsync(CancellationToken ct)
    {
        foreach (var db in _contexts)
        {
            // Once is enough: else the question, the digest and the saving would each look for changes.
            db.ChangeTracker.DetectChanges();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            try
            {
                if (!db.ChangeTracker.HasChanges()) continue;
                Changes.Add(db);
                await db.SaveChangesAsync(ct);
            }
            finally
            {
                db.ChangeTracker.AutoDetectChangesEnabled = true;
            }
        }
    }

    /// <summary>Statements by hand as one message in the command's transaction, to read by; see <see cref="Statements"/>. They do not see what waits for the command's last message.</summary>
    public DbBatch CreateStatements(params ReadOnlySpan<(string Text, object?[] Values)> statements) => CreateBatch(_transaction!, statements);

    /// <summary>
    /// Writes a row by hand, together with all others at the command's end, or before at a <see cref="FlushAsync"/>; see <see cref="Statements"/>. For what
    /// cannot violate a constraint, because the command holds a lock. The text is a constant; those of different tables become one statement, see <see cref="JoinedWrites"/>.
    /// </summary>
    public void Write(string text, params object?[] values) => _written.Add((text, values));

    /// <summary>Tells the audit of a row that was written by hand.</summary>
    /// <param name="row">What it is, such as <c>OptionValue:id</c>.</param>
    /// <param name="before">All that it held, as text, of which only a digest is kept; null when it is new.</param>
    /// <param name="after">All that it holds now; null when it is gone.</param>
    public void Changed(string row, string? before, string? after) => Changes.Add(row, before, after);

    /// <summary>Writes a row by hand at the command's end, after all that handlers changed; see <see cref="Statements"/>.</summary>
    internal void WriteLast(string text, params object?[] values) => _last.Add((text, values));

    /// <summary>A context of this unit of work. Whoever asks disposes it: it goes back to its pool, so that must happen once.</summary>
    internal TDb Open<TDb>(ModuleDbFactory<TDb> factory) where TDb : ModuleDbContext, IModuleSchema
    {
        var db = factory.CreateForWriting(_connection ??= _server.CreateConnection());
        if (_transaction is not null) db.Database.UseTransaction(_transaction);
        _contexts.Add(db);
        return db;
    }

    /// <summary>Those to be told how the command ended; the next one has its own.</summary>
    internal IReadOnlyList<IParticipant> TakeParticipants()
    {
        IParticipant[] participants = [.. _participants];
        _participants.Clear();
        return participants;
    }

    internal async Task BeginAsync(CancellationToken ct)
    {
        _connection ??= _server.CreateConnection();
        _hasPlace = await _server.Places.EnterAsync(ct);
        try
        {
            await _connection.OpenAsync(ct);
            _transaction = await _connection.BeginTransactionAsync(ct);
        }
        catch
        {
            LeavePlace();
            throw;
        }
        foreach (var db in _contexts) await db.Database.UseTransactionAsync(_transaction, ct);
    }

    /// <returns>What to publish.</returns>
    internal async Task<IReadOnlyList<INotification>> CommitAsync(CancellationToken ct)
    {
        await FlushContextsAsync(ct);
        if (IsRehearsal)
        {
            await EndAsync(transaction => transaction.RollbackAsync(CancellationToken.None));
            return [];
        }
        INotification[] notifications = [.. _afterCommit];
        Signal[] signals = [.. _signalsAfterCommit];
        await EndAsync(transaction => EndWithLastAsync(transaction, ct));
        foreach (var signal in signals) _signals.Raise(signal);
        return notifications;
    }

    /// <summary>Takes back what there is, also when the command failed before it had a transaction.</summary>
    internal async Task AbandonAsync()
    {
        if (IsOpen) await RollbackAsync();
        else Forget();
    }

    /// <summary>The last rows and the commit go to PostgreSQL as one message; its transaction object then finds itself completed.</summary>
    private async Task EndWithLastAsync(DbTransaction transaction, CancellationToken ct)
    {
        _written.AddRange(_last);
        var commits = IsPostgreSql && _written.Count > 0;
        if (_written.Count > 0) await SendWrittenAsync(transaction, commits, ct);
        if (!commits) await transaction.CommitAsync(ct);
    }

    private DbBatch CreateBatch(DbTransaction transaction, ReadOnlySpan<(string Text, object?[] Values)> statements)
    {
        var batch = _server.CreateStatements(_connection!, statements);
        batch.Transaction = transaction;
        return batch;
    }

    private async Task SendWrittenAsync(DbTransaction transaction, bool commits, CancellationToken ct)
    {
        if (IsPostgreSql) JoinedWrites.Join(_written);
        if (commits) _written.Add(("COMMIT", []));
        await using var batch = CreateBatch(transaction, CollectionsMarshal.AsSpan(_written));
        await batch.ExecuteNonQueryAsync(ct);
        _written.Clear();
    }

    internal Task RollbackAsync() => EndAsync(async transaction =>
    {
        // The connection may be what failed; the server rolls back then.
        if (transaction.Connection is not null) await transaction.RollbackAsync(CancellationToken.None);
    });

    /// <summary>The next command of the same request starts from the database, not from what this one had loaded.</summary>
    private async Task EndAsync(Func<DbTransaction, Task> end)
    {
        var transaction = _transaction!;
        _transaction = null;
        Forget();
        try
        {
            await end(transaction);
        }
        finally
        {
            foreach (var db in _contexts)
            {
                await db.Database.UseTransactionAsync(null);
                db.ChangeTracker.Clear();
            }
            _written.Clear();
            _last.Clear();
            try
            {
                await transaction.DisposeAsync();
                await _connection!.CloseAsync();
            }
            finally
            {
                LeavePlace();
            }
        }
    }

    private void LeavePlace()
    {
        if (_hasPlace) _server.Places.Leave();
        _hasPlace = false;
    }

    private void Forget()
    {
        _afterCommit.Clear();
        _signalsAfterCommit.Clear();
        Changes = new ChangeDigest();
        IsRehearsal = false;
    }

    public async ValueTask DisposeAsync()
    {
        // The request's scope has disposed them, and others may have them by now.
        _contexts.Clear();
        if (_transaction is not null) await RollbackAsync();
        if (_connection is not null) await _connection.DisposeAsync();
    }
}
