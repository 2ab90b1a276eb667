using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Sorting;
using GraphQLPlugins.Engine.Data.Templates;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>
/// What a data field has learnt for one set of members to read: forms of the resolver's query, and statements for them. Operations that read the same
/// members share it, so that an operation plan which is forgotten costs no new statements.
/// </summary>
internal sealed class SourcePlans<T>(MemberTree members, DataSteps steps, DataSetup setup)
{
    private const int MaxSources = 32;
    private const int StackShape = 512;
    private readonly Lock _adding = new();
    private SourcePlan<T>[] _sources = [];

    /// <summary>Recognises the query and its order, and reads the values so far. Nothing is built when the shape is known.</summary>
    public EntityRun<T> Start(IQueryable<T> query, QueryCompiler compiler, InputObjectValue? where, IReadOnlyList<object?>? order, bool isPaged, CancellationToken aborted)
    {
        var context = EntityQuery.CreateContext(compiler);
        context.CancellationToken = aborted;
        var shape = new ShapeWriter(stackalloc char[StackShape], setup.Limits);
        try
        {
            var source = Find(query.Expression, context, shape.Values);
            if (order is not null) SortReader.Read(ref shape, order);
            var secret = steps.Data.Paging?.CursorSecret;
            OrderPlan<T>? orderPlan;
            if (source.Template is null) orderPlan = source.MakeOrder(order, isPaged, secret);
            else if (!source.OrderPlans.TryGet(shape.Shape, out orderPlan)) orderPlan = source.OrderPlans.Add(shape.Shape, source.MakeOrder(order, isPaged, secret));
            shape.Truncate(0);
            if (where is not null) FilterReader.Read(ref shape, where, typeof(T));
            return new EntityRun<T>(compiler, context, source, orderPlan, where, shape.Values, shape.Shape.ToString());
        }
        finally
        {
            shape.Dispose();
        }
    }

    private SourcePlan<T> Find(Expression query, QueryContext context, List<object?> values)
    {
        foreach (var source in _sources)
        {
            if (source.Template!.TryMatch(query, values)) return source;
        }
        return Learn(query, context, values);
    }

    private SourcePlan<T> Learn(Expression query, QueryContext context, List<object?> values)
    {
        var template = _sources.Length < MaxSources ? SourceTemplate.TryCreate(query) : null;
        if (template is null || !template.TryMatch(query, values))
        {
            return new SourcePlan<T>(null, query, context.Context, members, steps.Projects);
        }
        var source = new SourcePlan<T>(template, template.Expression, context.Context, members, steps.Projects);
        lock (_adding) _sources = [.. _sources, source];
        return source;
    }
}
