using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Memory;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>Runs a data field: checks the arguments, lets the resolver give its query, and turns query and arguments into one statement.</summary>
internal abstract class DataPipeline
{
    public abstract FieldMiddleware Middleware { get; }

    /// <summary>The pipeline of a field, as its outermost data middleware.</summary>
    public static FieldMiddleware Create(OutputField field, DataField data, DataSetup setup) =>
        ((DataPipeline)Activator.CreateInstance(typeof(DataPipeline<>).MakeGenericType(data.ElementType ?? typeof(object)), field, data, setup)!).Middleware;
}

/// <inheritdoc/>
internal sealed class DataPipeline<T> : DataPipeline
{
    private readonly DataField _data;
    private readonly DataSteps _steps;
    private readonly DataSetup _setup;
    private readonly MemoryRunner<T> _memory;
    private readonly ShapeCache<SourcePlans<T>> _learnt = new();
    private readonly Func<ISelection, SelectedData<T>> _select;
    private readonly bool _isSingle;

    public DataPipeline(OutputField field, DataField data, DataSetup setup)
    {
        _data = data;
        _steps = new DataSteps(field, data);
        _setup = setup;
        _memory = new MemoryRunner<T>(setup);
        _isSingle = data.Has(DataMiddleware.FirstOrDefault) || data.Has(DataMiddleware.SingleOrDefault);
        _select = Select;
    }

    public override FieldMiddleware Middleware => next => context => InvokeAsync(next, context);

    private async ValueTask InvokeAsync(FieldDelegate next, IMiddlewareContext context)
    {
        // Wrong arguments are refused before the resolver does any work.
        var page = _data.Paging is not null && !_data.Has(DataMiddleware.OffsetPaging) ? PageRequest.Read(context, _data.Paging) : default;
        var (skip, take) = _data.Has(DataMiddleware.OffsetPaging) ? OffsetRequest.Read(context, _data.Paging!) : default;
        try
        {
            await next(context).ConfigureAwait(false);
            await FinishAsync(context, page, skip, take).ConfigureAwait(false);
        }
        catch (Exception e) when (DatabaseErrors.Explain(e, context.RequestAborted) is { } explained)
        {
            throw explained;
        }
    }

    private async ValueTask FinishAsync(IMiddlewareContext context, PageRequest page, int skip, int take)
    {
        switch (context.Result)
        {
            case null or Connection or CollectionSegment:
                break;
            case Page<T> made:
                context.Result = made.ToConnection();
                break;
            case IQueryable<T> query when EntityQuery.CompilerOf(query) is { } compiler:
                context.Result = await RunAsync(context, query, compiler, page, skip, take).ConfigureAwait(false);
                break;
            case IEnumerable<T> items:
                context.Result = RunInMemory(context, items, page, skip, take);
                break;
        }
    }

    private async Task<object?> RunAsync(IMiddlewareContext context, IQueryable<T> query, QueryCompiler compiler, PageRequest page, int skip, int take)
    {
        var selected = context.Selection.GetOrAddFeature(_select);
        var isPaged = _data.Paging is not null;
        var options = new RunOptions(_setup.Limits, isPaged, new CursorFormat(CursorKind.Keyset, _data.Paging?.CursorSecret), context.RequestAborted);
        var run = selected.Plans.Start(query, compiler, options, _steps.Where(context), _steps.Order(context));
        if (_isSingle) return await SingleAsync(run).ConfigureAwait(false);
        if (!isPaged) return (await run.ReadAsync(default, null, null, null).ConfigureAwait(false)).Items;
        var needs = new PageNeeds(selected.Parts, context.Variables);
        if (_data.Has(DataMiddleware.OffsetPaging)) return await EntityPages.SegmentAsync(run, skip, take, needs).ConfigureAwait(false);
        return _data.Paging!.CursorKind == CursorKind.Keyset && run.Order.Cursor is not null
            ? await EntityPages.KeysetAsync(run, page, needs).ConfigureAwait(false)
            : await EntityPages.IndexAsync(run, page, needs).ConfigureAwait(false);
    }

    private async Task<object?> SingleAsync(EntityRun<T> run)
    {
        var onlyOne = _data.Has(DataMiddleware.SingleOrDefault);
        var rows = await run.ReadAsync(new Window(Take: onlyOne ? 2 : 1), null, null, null).ConfigureAwait(false);
        if (rows.Items.Count > 1) throw DataErrors.MoreThanOne();
        return rows.Items.Count == 0 ? null : rows.Items[0];
    }

    private object? RunInMemory(IMiddlewareContext context, IEnumerable<T> source, PageRequest page, int skip, int take)
    {
        var items = _memory.Run(source, _steps.Where(context), _steps.Order(context));
        if (_isSingle)
        {
            if (items.Count > 1 && _data.Has(DataMiddleware.SingleOrDefault)) throw DataErrors.MoreThanOne();
            return items.Count == 0 ? null : items[0];
        }
        if (_data.Has(DataMiddleware.OffsetPaging)) return MemoryPages.Segment(items, skip, take);
        return _data.Paging is null ? items : MemoryPages.Page(items, page);
    }

    private SelectedData<T> Select(ISelection selection)
    {
        var members = SelectedMembers.Of(selection, typeof(T));
        var text = members.ToString();
        if (!_learnt.TryGet(text, out var plans)) plans = _learnt.GetOrAdd(text, () => new SourcePlans<T>(members, _steps.Projects));
        return new SelectedData<T>(plans, new SelectedParts(selection));
    }
}
