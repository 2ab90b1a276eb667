using System.Data.Common;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>
/// A compiled statement that runs without what EF Core builds around each execution: its strategy, wrappers of command and reader, and the delegate that
/// reads a row, which it makes anew each time. The translation, the parameters, the connection and the reading of a row are EF Core's.
/// Where somebody listens (logs, interceptors), or executions are retried or buffered, EF Core runs it.
/// </summary>
internal sealed class DirectStatement<T>(Func<QueryContext, IAsyncEnumerable<T>> compiled)
{
    private volatile StatementParts<T>? _parts;
    private bool _derives;

    /// <summary>Adds all rows to a list.</summary>
    public Task ReadAsync(QueryContext context, List<T> rows)
    {
        // EF Core looks once a second whether somebody listens, and says so here in between.
        if (_parts is not { } parts || context is not RelationalQueryContext relational || relational.CommandLogger.ShouldLogCommandExecute(DateTimeOffset.UtcNow))
            return ReadObservedAsync(context, rows);
        if (_derives) _ = compiled(context);
        DataCounters.CountDirect();
        return parts.ReadAsync(relational, rows);
    }

    private async Task ReadObservedAsync(QueryContext context, List<T> rows)
    {
        var given = context.Parameters.Count;
        var source = compiled(context);
        if (_parts is null && source is SingleQueryingEnumerable<T> single)
        {
            // Some parameters are derived from others, such as the pattern of a prefix, when the source is made.
            _derives = context.Parameters.Count > given;
            _parts = StatementParts<T>.TryTake(single, context);
        }
        await foreach (var row in source.WithCancellation(context.CancellationToken).ConfigureAwait(false)) rows.Add(row);
    }
}

/// <summary>What EF Core compiled for a statement. None of it belongs to one execution.</summary>
internal sealed class StatementParts<T>
{
    private readonly RelationalCommandResolver _commands;
    private readonly Func<QueryContext, DbDataReader, ResultContext, SingleQueryResultCoordinator, T> _read;
    private readonly bool _standAlone;
    private StatementText? _text;

    private StatementParts(SingleQueryingEnumerable<T> source)
    {
        _commands = Commands(source);
        _read = Shaper(source);
        _standAlone = StandAlone(source);
    }

    /// <summary>The parts of a statement; null when it must be run by EF Core.</summary>
    public static StatementParts<T>? TryTake(SingleQueryingEnumerable<T> source, QueryContext context) =>
        Buffered(source) is not null || DetailedErrors(source) || context.ExecutionStrategy.RetriesOnFailure ? null : new StatementParts<T>(source);

    public async Task ReadAsync(RelationalQueryContext context, List<T> rows)
    {
        var ct = context.CancellationToken;
        var connection = context.Connection;
        context.InitializeStateManager(_standAlone);
        await connection.OpenAsync(ct).ConfigureAwait(false);
        try
        {
            var command = Command(context, connection);
            await using (command.ConfigureAwait(false))
            {
                var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false)) await ReadAsync(context, reader, rows, ct).ConfigureAwait(false);
            }
        }
        finally
        {
            await connection.CloseAsync().ConfigureAwait(false);
        }
    }

    // A row may be one of several that make one result: then the reader of a row says that it is not ready, or that the next row is there already.
    private async Task ReadAsync(RelationalQueryContext context, DbDataReader reader, List<T> rows, CancellationToken ct)
    {
        var coordinator = new SingleQueryResultCoordinator();
        while (coordinator.HasNext ?? await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            while (true)
            {
                coordinator.ResultReady = true;
                coordinator.HasNext = null;
                var row = _read(context, reader, coordinator.ResultContext, coordinator);
                if (coordinator.ResultReady)
                {
                    coordinator.ResultContext.Values = null;
                    rows.Add(row);
                    break;
                }
                if (await reader.ReadAsync(ct).ConfigureAwait(false)) continue;
                coordinator.HasNext = false;
                coordinator.ResultReady = true;
                rows.Add(_read(context, reader, coordinator.ResultContext, coordinator));
                break;
            }
        }
    }

    private DbCommand Command(RelationalQueryContext context, IRelationalConnection connection)
    {
        var template = _commands(context.Parameters);
        var command = connection.DbConnection.CreateCommand();
        foreach (var parameter in template.Parameters) parameter.AddDbParameter(command, context.Parameters);
        var text = _text;
        if (text is null || !ReferenceEquals(text.Template, template)) _text = text = new StatementText(template, command, context.Context.Database.ProviderName);
        text.Apply(command);
        if (connection.CommandTimeout is { } timeout) command.CommandTimeout = timeout;
        if (connection.CurrentTransaction is { } transaction) command.Transaction = transaction.GetDbTransaction();
        return command;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_relationalCommandResolver")]
    private static extern ref RelationalCommandResolver Commands(SingleQueryingEnumerable<T> source);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_shaper")]
    private static extern ref Func<QueryContext, DbDataReader, ResultContext, SingleQueryResultCoordinator, T> Shaper(SingleQueryingEnumerable<T> source);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_readerColumns")]
    private static extern ref IReadOnlyList<ReaderColumn?>? Buffered(SingleQueryingEnumerable<T> source);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_standAloneStateManager")]
    private static extern ref bool StandAlone(SingleQueryingEnumerable<T> source);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_detailedErrorsEnabled")]
    private static extern ref bool DetailedErrors(SingleQueryingEnumerable<T> source);
}
