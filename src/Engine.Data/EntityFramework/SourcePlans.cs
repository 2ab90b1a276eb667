using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Prepared;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Sorting;
using GraphQLPlugins.Engine.Data.Templates;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>
/// What was learnt for one set of members to read: forms of the resolvers' queries, and statements for them. Operations that read the same
/// members share it, so that an operation plan which is forgotten costs no new statements.
/// </summary>
/// <param name="members">What is read of an item.</param>
/// <param name="projectsNavigations">Whether objects and lists of other tables are read too.</param>
internal sealed class SourcePlans<T>(MemberTree members, bool projectsNavigations)
{
    private const int MaxSources = 32;
    private const int StackShape = 512;
    private readonly Lock _adding = new();
    private SourcePlan<T>[] _sources = [];

    /// <summary>For queries of which nobody knows what is read.</summary>
    public static SourcePlans<T> Whole { get; } = new(new MemberTree { All = true }, projectsNavigations: false);

    /// <summary>Recognises the query and the client's order, and reads the values so far. Nothing is built when the shape is known.</summary>
    public EntityRun<T> Start(IQueryable query, QueryCompiler compiler, RunOptions options, InputObjectValue? where, IReadOnlyList<object?>? order)
    {
        var context = CreateContext(compiler, options);
        var shape = new ShapeWriter(stackalloc char[StackShape], options.Limits);
        try
        {
            var source = Find(query, context, shape.Values);
            if (order is not null) SortReader.Read(ref shape, order);
            OrderPlan<T>? plan;
            if (source.Template is null) plan = MakeOrder(source, order, options);
            else if (!source.OrderPlans.TryGet(shape.Shape, out plan)) plan = AddOrder(shape.Shape, source, order, options);
            return Start(ref shape, compiler, context, source, plan, options, where);
        }
        finally
        {
            shape.Dispose();
        }
    }

    /// <summary>The same for an order that is given by its keys; without any, the query's own counts.</summary>
    public EntityRun<T> Start(
        IQueryable query, QueryCompiler compiler, RunOptions options, InputObjectValue? where, IReadOnlyList<(LambdaExpression Key, bool Descending)> keys)
    {
        var context = CreateContext(compiler, options);
        var shape = new ShapeWriter(stackalloc char[StackShape], options.Limits);
        try
        {
            var source = Find(query, context, shape.Values);
            return Start(ref shape, compiler, context, source, source.FindOrder(keys, options) ?? source.AddOrder(keys, options), options, where);
        }
        finally
        {
            shape.Dispose();
        }
    }

    private static OrderPlan<T> MakeOrder(SourcePlan<T> source, IReadOnlyList<object?>? order, RunOptions options) =>
        source.MakeOrder(order is null ? [] : SortReader.Keys(order), options);

    private static OrderPlan<T> AddOrder(ReadOnlySpan<char> shape, SourcePlan<T> source, IReadOnlyList<object?>? order, RunOptions options) =>
        source.OrderPlans.GetOrAdd(shape, () => MakeOrder(source, order, options));

    private static EntityRun<T> Start(
        ref ShapeWriter shape, QueryCompiler compiler, QueryContext context, SourcePlan<T> source, OrderPlan<T> order, RunOptions options, InputObjectValue? where)
    {
        shape.Truncate(0);
        shape.Model = context.Context.Model;
        if (where is not null) FilterReader.Read(ref shape, where, typeof(T));
        return new EntityRun<T>(compiler, context, source, order, where, shape.Values, shape.Shape.ToString());
    }

    private static QueryContext CreateContext(QueryCompiler compiler, RunOptions options)
    {
        var context = EntityQuery.CreateContext(compiler);
        context.CancellationToken = options.Aborted;
        return context;
    }

    private SourcePlan<T> Find(IQueryable query, QueryContext context, List<object?> values)
    {
        // EF Core compiles a query for the tracking that its context has.
        var tracking = context.Context.ChangeTracker.QueryTrackingBehavior;
        var prepared = PreparedForm.Of(query);
        if (prepared is { } known)
        {
            foreach (var source in _sources)
            {
                if (source.Tracking == tracking && source.Prepared is { } form && form.TryRead(known, values)) return source;
            }
        }
        var expression = query.Expression;
        foreach (var source in _sources)
        {
            if (source.Tracking == tracking && source.Prepared is null && source.Template!.TryMatch(expression, values)) return source;
        }
        return Learn(expression, prepared, context.Context, tracking, values);
    }

    private SourcePlan<T> Learn(Expression query, IPreparedRows? prepared, DbContext context, QueryTrackingBehavior tracking, List<object?> values)
    {
        var template = SourceTemplate.TryCreate(query);
        if (template is null || !template.TryMatch(query, values)) return new SourcePlan<T>(null, query, context, tracking, members, projectsNavigations);
        var source = new SourcePlan<T>(template, template.Expression, context, tracking, members, projectsNavigations)
        {
            Prepared = prepared is null ? null : PreparedForm.TryCreate(prepared, template),
        };
        lock (_adding) _sources = _sources.Length < MaxSources ? [.. _sources, source] : [source];
        return source;
    }
}

/// <summary>What a run needs to know besides its query.</summary>
/// <param name="Limits">Bounds of the client's arguments.</param>
/// <param name="IsPaged">Whether there must be an order that is unique.</param>
/// <param name="Cursors">How cursors are written.</param>
/// <param name="Aborted">Ends the statement.</param>
internal readonly record struct RunOptions(DataLimits Limits, bool IsPaged, CursorFormat Cursors, CancellationToken Aborted);
