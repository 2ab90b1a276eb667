using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Templates;

/// <summary>What stands around the root of a resolver's query: its order, taken off so that a client's order can replace it, and how it reads.</summary>
internal sealed class SourceOrder
{
    private static readonly HashSet<string> Transparent = new(StringComparer.Ordinal)
    {
        nameof(Queryable.Where), nameof(EntityFrameworkQueryableExtensions.AsNoTracking), nameof(EntityFrameworkQueryableExtensions.AsTracking),
        nameof(EntityFrameworkQueryableExtensions.AsNoTrackingWithIdentityResolution), nameof(EntityFrameworkQueryableExtensions.TagWith),
        nameof(EntityFrameworkQueryableExtensions.TagWithCallSite), nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters),
        nameof(EntityFrameworkQueryableExtensions.IgnoreAutoIncludes), nameof(EntityFrameworkQueryableExtensions.Include),
        nameof(EntityFrameworkQueryableExtensions.ThenInclude), nameof(RelationalQueryableExtensions.AsSplitQuery), nameof(RelationalQueryableExtensions.AsSingleQuery),
    };

    private readonly List<(LambdaExpression Key, bool Descending)> _keys = [];
    private bool _complete;

    private SourceOrder(Expression source) => Source = Strip(source);

    /// <summary>The query without its order.</summary>
    public Expression Source { get; }

    /// <summary>The order's keys by priority; empty when there is none.</summary>
    public IReadOnlyList<(LambdaExpression Key, bool Descending)> Keys => _keys;

    /// <summary>Whether entities are not tracked.</summary>
    public bool IsNoTracking { get; private set; }

    /// <summary>Whether the resolver says itself which objects of other tables to load.</summary>
    public bool HasIncludes { get; private set; }

    /// <summary>What the query starts from, below all operators that keep the rows as they are.</summary>
    public Expression Root { get; private set; } = null!;

    public static SourceOrder Of(Expression source) => new(source);

    private Expression Strip(Expression source)
    {
        Root = source;
        if (source is not MethodCallExpression { Object: null, Arguments.Count: > 0 } call) return source;
        var name = call.Method.Name;
        if (call.Method.DeclaringType == typeof(Queryable) && call.Arguments.Count == 2 && name is "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending")
        {
            if (!_complete) _keys.Insert(0, ((LambdaExpression)((UnaryExpression)call.Arguments[1]).Operand, name.EndsWith("Descending", StringComparison.Ordinal)));
            // A later OrderBy replaces an earlier one.
            if (name.StartsWith("OrderBy", StringComparison.Ordinal)) _complete = true;
            return Strip(call.Arguments[0]);
        }
        if (!Transparent.Contains(name)) return source;
        IsNoTracking |= name is nameof(EntityFrameworkQueryableExtensions.AsNoTracking) or nameof(EntityFrameworkQueryableExtensions.AsNoTrackingWithIdentityResolution);
        HasIncludes |= name is nameof(EntityFrameworkQueryableExtensions.Include) or nameof(EntityFrameworkQueryableExtensions.ThenInclude);
        var inner = Strip(call.Arguments[0]);
        return ReferenceEquals(inner, call.Arguments[0]) ? call : call.Update(null, [inner, .. call.Arguments.Skip(1)]);
    }
}
