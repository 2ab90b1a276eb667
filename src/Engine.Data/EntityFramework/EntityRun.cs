using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>One execution of a data field on a database: one page, and where it is asked for a count.</summary>
internal sealed class EntityRun<T>(
    QueryCompiler compiler, QueryContext context, SourcePlan<T> source, OrderPlan<T> order, InputObjectValue? where, List<object?> values, string filterShape)
{
    private readonly int _filterValues = values.Count;

    public OrderPlan<T> Order => order;

    /// <summary>The number of all rows that pass the filter.</summary>
    public Task<int> CountAsync()
    {
        Func<QueryContext, Task<int>>? count;
        if (source.Template is null)
        {
            DataCounters.CountUncached();
            var query = new QueryBuilder<T>(source, source.Order.Source, Inline(_filterValues)).Count(where);
            count = c => compiler.ExecuteAsync<Task<int>>(query, c.CancellationToken);
        }
        else if (!source.CountPlans.TryGet(filterShape, out count))
        {
            count = source.CountPlans.GetOrAdd(filterShape, MakeCount);
        }
        DataCounters.CountExecution();
        return count(Bind(Fresh(), _filterValues));
    }

    private Func<QueryContext, Task<int>> MakeCount()
    {
        DataCounters.CountBuilt();
        return compiler.CreateCompiledAsyncQuery<Task<int>>(Builder().Count(where));
    }

    /// <summary>The rows of a window. The values of cursors, skip and take follow those of the filter.</summary>
    public Task<Rows<T>> ReadAsync(Window window, object?[]? after, object?[]? before, int? skip)
    {
        ForgetWindow();
        if (after is not null) AddPresent(after);
        if (before is not null) AddPresent(before);
        if (skip is not null) values.Add(skip);
        AddTake(window);
        RowQuery<T>? rows;
        if (source.Template is null)
        {
            DataCounters.CountUncached();
            var (query, row) = new QueryBuilder<T>(source, source.Order.Source, Inline(values.Count)).Rows(where, order, window);
            rows = MakeRows(row, query, isCached: false);
        }
        else
        {
            rows = FindRows(window, after, before);
        }
        DataCounters.CountExecution();
        return rows.ReadAsync(Bind(Fresh(), values.Count), Math.Min(window.Take ?? 16, 64));
    }

    /// <summary>The order by which rows of a batch are sorted here; null when the statement sorts them.</summary>
    public KnownOrder<T>? BatchOrder => order.InMemory(source, context.Context);

    /// <summary>The first rows of a window for each key, sorted or as <see cref="BatchOrder"/> has still to look at them.</summary>
    public Task<List<BatchRow<TKey, T>>> ReadBatchAsync<TKey>(Window window, object?[]? after, object?[]? before, Expression<Func<T, TKey>> keySelector)
    {
        ForgetWindow();
        if (after is not null) AddPresent(after);
        if (before is not null) AddPresent(before);
        AddTake(window);
        return RunBatchAsync<BatchRow<TKey, T>, TKey>(
            $"{filterShape}|b{(window.IsBackward ? 'b' : 'f')}{TakeShape(window)}{Presence(window.After)}>{Presence(window.Before)}", keySelector,
            builder => builder.Batch(where, order, window, keySelector, sorts: BatchOrder is null));
    }

    /// <summary>The number of all rows that pass the filter, for each key.</summary>
    public Task<List<BatchCount<TKey>>> CountBatchAsync<TKey>(Expression<Func<T, TKey>> keySelector)
    {
        ForgetWindow();
        return RunBatchAsync<BatchCount<TKey>, TKey>(filterShape + "|c", keySelector, builder => builder.BatchCounts(where, keySelector));
    }

    private async Task<List<TRow>> RunBatchAsync<TRow, TKey>(string shape, Expression<Func<T, TKey>> keySelector, Func<QueryBuilder<T>, Expression> build)
    {
        DataCounters.CountExecution();
        var rows = new List<TRow>();
        if (source.Template is null)
        {
            DataCounters.CountUncached();
            await Uncached<TRow>(build(new QueryBuilder<T>(source, source.Order.Source, Inline(values.Count))))(context, rows).ConfigureAwait(false);
            return rows;
        }
        var statement = order.Batches.TryGet(shape, out var known) ? known.For<TRow>(keySelector) : null;
        // A shape has one statement here; one by another key is made each time.
        statement ??= (known ?? order.Batches.GetOrAdd(shape, Make)).For<TRow>(keySelector) ?? Make().For<TRow>(keySelector)!;
        await statement.ReadAsync(Bind(Fresh(), values.Count), rows).ConfigureAwait(false);
        return rows;

        BatchStatement Make()
        {
            DataCounters.CountBuilt();
            return new BatchStatement(keySelector, Compile<TRow>(build(Builder())));
        }
    }

    private static string Presence(bool[]? values) => values is null ? "" : string.Concat(values.Select(v => v ? '1' : '0'));

    private RowQuery<T> FindRows(Window window, object?[]? after, object?[]? before)
    {
        var length = filterShape.Length + 5 + (after?.Length ?? 0) + (before?.Length ?? 0);
        var shape = length <= 1024 ? stackalloc char[length] : new char[length];
        filterShape.CopyTo(shape);
        var at = filterShape.Length;
        shape[at++] = '|';
        shape[at++] = (char)('a' + (window.IsBackward ? 1 : 0) + (window.Skips ? 2 : 0) + (window.HasCursors ? 4 : 0));
        shape[at++] = TakeShape(window);
        shape[at++] = after is null ? '-' : '>';
        foreach (var value in after ?? []) shape[at++] = value is null ? '0' : '1';
        shape[at++] = before is null ? '-' : '<';
        foreach (var value in before ?? []) shape[at++] = value is null ? '0' : '1';
        return order.Queries.TryGet(shape, out var rows) ? rows : AddRows(shape, window);
    }

    private RowQuery<T> AddRows(ReadOnlySpan<char> shape, Window window) => order.Queries.GetOrAdd(shape, () =>
    {
        DataCounters.CountBuilt();
        var (query, row) = Builder().Rows(where, order, window);
        return MakeRows(row, query, isCached: true);
    });

    private RowQuery<T> MakeRows(Type row, Expression query, bool isCached)
    {
        if (row == typeof(T)) return new PlainRows<T>(isCached ? Compile<T>(query).ReadAsync : Uncached<T>(query));
        return new KeyedRows<T>(isCached ? Compile<KeyedRow<T>>(query).ReadAsync : Uncached<KeyedRow<T>>(query));
    }

    private DirectStatement<TRow> Compile<TRow>(Expression query) => new(compiler.CreateCompiledAsyncQuery<IAsyncEnumerable<TRow>>(query));

    private Func<QueryContext, List<TRow>, Task> Uncached<TRow>(Expression query) => async (c, rows) =>
    {
        var source = compiler.ExecuteAsync<IAsyncEnumerable<TRow>>(query, c.CancellationToken);
        await foreach (var row in source.WithCancellation(c.CancellationToken).ConfigureAwait(false)) rows.Add(row);
    };

    private QueryBuilder<T> Builder()
    {
        var parameters = new EntityParameters();
        parameters.SkipTo(source.Template!.ValueCount);
        return new QueryBuilder<T>(source, EntityParameters.Bind(source.Order.Source), parameters);
    }

    /// <summary>Values as part of the expression: EF Core turns them into parameters again, at the price of a walk over the tree.</summary>
    private ArrayParameters Inline(int count) => new(Expression.Constant(values.Take(count).ToArray()), inMemory: false);

    private bool _isContextUsed;

    private QueryContext Fresh()
    {
        if (!_isContextUsed)
        {
            _isContextUsed = true;
            return context;
        }
        var fresh = EntityQuery.CreateContext(compiler);
        fresh.CancellationToken = context.CancellationToken;
        return fresh;
    }

    private QueryContext Bind(QueryContext target, int count)
    {
        if (source.Template is null) return target;
        for (var i = 0; i < count; i++) target.Parameters[EntityParameters.NameOf(i)] = values[i];
        return target;
    }

    private void ForgetWindow()
    {
        if (values.Count > _filterValues) values.RemoveRange(_filterValues, values.Count - _filterValues);
    }

    private void AddTake(Window window)
    {
        if (window is { Take: { } take, IsTakeWritten: false }) values.Add(take);
    }

    private static char TakeShape(Window window) => window.Take is null ? '-' : window.IsTakeWritten ? (char)('0' + window.Take) : '?';

    private void AddPresent(object?[] cursor)
    {
        for (var i = 0; i < cursor.Length; i++)
        {
            // A cursor that a client made may say anything.
            if (cursor[i] is { } value) values.Add(value is DateTime time && order.Keys[i].TimeKind is { } kind ? DateTime.SpecifyKind(time, kind) : value);
        }
    }
}
