using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>The other resources that an aggregation of a request may join: each by the keys declared here, and only the rows given here.</summary>
public sealed class ResourceLookups<T>
{
    private readonly Dictionary<string, ResourceLookup> _lookups = new(StringComparer.Ordinal);

    /// <summary>Another resource.</summary>
    /// <param name="name">What <c>from</c> calls it.</param>
    /// <param name="fields">What of it may be named.</param>
    /// <param name="rows">Those that the caller may see, of the database that the aggregation is of.</param>
    /// <param name="localField">The field by which an item is joined, as <c>localField</c> calls it.</param>
    /// <param name="foreignField">The field of the other resource, as <c>foreignField</c> calls it.</param>
    /// <param name="isOf">Whether the second belongs to the first.</param>
    public ResourceLookups<T> Add<TOther>(
        string name, ResourceFields<TOther> fields, IQueryable<TOther> rows, string localField, string foreignField, Expression<Func<T, TOther, bool>> isOf)
    {
        _lookups.Add(name, new ResourceLookup(
            localField, foreignField, typeof(TOther), rows.Expression, isOf, (key, functions) => StatPipeline.ColumnOf(fields, key, functions), fields.Tiebreak));
        return this;
    }

    internal ResourceLookup Find(StatLookup stage)
    {
        var name = stage.From ?? throw Missing("from");
        if (!_lookups.TryGetValue(name, out var lookup))
            throw new ResourceQueryException(ResourceQueryException.UnknownKey, $"There is no resource {name} to look up. There are: {string.Join(", ", _lookups.Keys)}.");
        if ((stage.LocalField ?? throw Missing("localField")) != lookup.LocalField || (stage.ForeignField ?? throw Missing("foreignField")) != lookup.ForeignField)
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{name} is looked up by localField {lookup.LocalField} and foreignField {lookup.ForeignField}.");
        return lookup;
    }

    private static ResourceQueryException Missing(string part) => new(ResourceQueryException.Required, $"lookup needs {part}.");
}

/// <summary>Another resource.</summary>
/// <param name="LocalField">The key of an item.</param>
/// <param name="ForeignField">The key of the other resource.</param>
/// <param name="Item">The type of the other resource.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="IsOf">Whether one of them belongs to an item.</param>
/// <param name="Find">A column of its fields.</param>
/// <param name="Tiebreak">What makes its rows unique.</param>
internal sealed record ResourceLookup(
    string LocalField, string ForeignField, Type Item, Expression Rows, LambdaExpression IsOf, Func<string, QueryFunctions, StatColumn> Find, LambdaExpression Tiebreak)
{
    /// <summary>Those of an item.</summary>
    public Expression Of(Expression item)
    {
        var other = Expression.Parameter(Item, "o");
        var isOf = new ParameterReplacer(IsOf.Parameters[1], other).Visit(new ParameterReplacer(IsOf.Parameters[0], item).Visit(IsOf.Body));
        return Expression.Call(typeof(Queryable), nameof(Queryable.Where), [Item], Rows, Expression.Quote(Expression.Lambda(isOf, other)));
    }
}
