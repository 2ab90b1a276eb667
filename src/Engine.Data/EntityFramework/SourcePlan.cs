using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Sorting;
using GraphQLPlugins.Engine.Data.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>One form of a resolver's query under one selection, with the orders and statements that were made for it.</summary>
internal sealed class SourcePlan<T>
{
    private const int Orders = 64;
    private readonly bool _projectsNavigations;
    private readonly MemberTree _members;

    private readonly Lock _adding = new();
    private OrderPlan<T>[] _byKeys = [];

    public SourcePlan(
        SourceTemplate? template, Expression source, DbContext context, QueryTrackingBehavior tracking, MemberTree members, bool projectsNavigations)
    {
        Template = template;
        Tracking = tracking;
        Order = SourceOrder.Of(source);
        Functions = DatabaseFunctions.For(context);
        Entity = Order.Root is EntityQueryRootExpression root && root.EntityType.ClrType == typeof(T) ? root.EntityType : null;
        _members = members;
        _projectsNavigations = projectsNavigations;
    }

    /// <summary>The form; null when it cannot be recognised again.</summary>
    public SourceTemplate? Template { get; }

    /// <summary>The prepared query that this is the form of; null when it is known by its expression alone.</summary>
    public PreparedForm? Prepared { get; init; }

    /// <summary>The query's own order.</summary>
    public SourceOrder Order { get; }

    /// <summary>What the database can do.</summary>
    public DatabaseFunctions Functions { get; }

    /// <summary>The entity that the items are; null when the resolver made something else of it.</summary>
    public IEntityType? Entity { get; }

    /// <summary>Orders by shape.</summary>
    public ShapeCache<OrderPlan<T>> OrderPlans { get; } = new();

    /// <summary>Statements that count, by shape.</summary>
    public ShapeCache<Func<QueryContext, Task<int>>> CountPlans { get; } = new();

    /// <summary>The tracking that statements are compiled for.</summary>
    public QueryTrackingBehavior Tracking { get; }

    /// <summary>The order for these keys; without any, the query's own.</summary>
    public OrderPlan<T> MakeOrder(IReadOnlyList<(LambdaExpression Key, bool Descending)> keys, RunOptions options)
    {
        var given = keys.Count > 0 ? keys : Order.Keys;
        if (given.Count == 0 && !options.IsPaged) return new OrderPlan<T>(keys, [], isUnique: false, options.Cursors);
        var (complete, isUnique) = EntityOrder.Complete(given, Entity, typeof(T));
        return new OrderPlan<T>(keys, complete, isUnique, options.Cursors);
    }

    /// <summary>The order that was made for these keys; null when there is none.</summary>
    public OrderPlan<T>? FindOrder(IReadOnlyList<(LambdaExpression Key, bool Descending)> keys, RunOptions options)
    {
        foreach (var order in _byKeys)
        {
            if (order.IsFor(keys, options.Cursors)) return order;
        }
        return null;
    }

    /// <summary>Makes and keeps the order for these keys.</summary>
    public OrderPlan<T> AddOrder(IReadOnlyList<(LambdaExpression Key, bool Descending)> keys, RunOptions options)
    {
        var order = MakeOrder(keys, options);
        if (Template is null) return order;
        lock (_adding) _byKeys = _byKeys.Length < Orders ? [.. _byKeys, order] : [order];
        return order;
    }

    /// <summary>What is read of an item, as a projection; null reads it whole.</summary>
    /// <param name="order">The order of the items.</param>
    /// <param name="withKeys">Whether its keys are read too, for cursors.</param>
    public LambdaExpression? Projection(OrderPlan<T> order, bool withKeys)
    {
        if (Entity is null) return null;
        // Without [UseProjection] a leaner statement is welcome where nobody can tell: no tracking, and nothing said of other tables.
        if (!_projectsNavigations && (Order.HasIncludes || !(Order.IsNoTracking || Tracking != QueryTrackingBehavior.TrackAll))) return null;
        return EntityProjection.Build(Entity, _members, withKeys && order.Readers is not null ? order.Keys.Select(k => k.Path!) : [], includeNavigations: _projectsNavigations);
    }

    /// <summary>Paths of objects and lists that must be loaded when there can be no projection.</summary>
    public IEnumerable<string> Includes() => _projectsNavigations && Entity is not null ? Paths(Entity, _members, "") : [];

    private static IEnumerable<string> Paths(IEntityType entity, MemberTree tree, string prefix)
    {
        foreach (var (name, nested) in tree.Members)
        {
            if (entity.FindNavigation(name) is not { } navigation || navigation.TargetEntityType.IsOwned()) continue;
            var path = prefix + name;
            yield return path;
            if (nested is null) continue;
            foreach (var inner in Paths(navigation.TargetEntityType, nested, path + ".")) yield return inner;
        }
    }
}
