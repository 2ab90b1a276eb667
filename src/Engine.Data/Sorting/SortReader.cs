using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Sorting;

/// <summary>Reads an order: its shape on each request, its keys once for a shape.</summary>
internal static class SortReader
{
    /// <summary>Writes the shape. Errors: <see cref="GraphQLException"/> when there are too many keys.</summary>
    public static void Read(ref ShapeWriter shape, IReadOnlyList<object?> order)
    {
        var keys = 0;
        foreach (var item in order) Read(ref shape, (InputObjectValue)item!, 0, ref keys);
    }

    /// <summary>The keys by priority.</summary>
    public static List<(LambdaExpression Key, bool Descending)> Keys(IReadOnlyList<object?> order)
    {
        var keys = new List<(LambdaExpression, bool)>();
        foreach (var item in order) Collect((InputObjectValue)item!, null, keys);
        return keys;
    }

    private static void Read(ref ShapeWriter shape, InputObjectValue value, int depth, ref int keys)
    {
        if (depth > shape.Limits.MaxFilterJoins)
            throw DataErrors.Limit("The nesting of an order", nameof(DataLimits.MaxFilterJoins), shape.Limits.MaxFilterJoins, depth);
        foreach (var (field, direction) in value.Fields)
        {
            if (direction is null) continue;
            shape.Write(field.Position);
            if (direction is InputObjectValue nested)
            {
                shape.Open();
                Read(ref shape, nested, depth + 1, ref keys);
                shape.Close();
                continue;
            }
            if (++keys > shape.Limits.MaxSortKeys)
                throw DataErrors.Limit("The number of keys in an order", nameof(DataLimits.MaxSortKeys), shape.Limits.MaxSortKeys, keys);
            shape.Write((SortDirection)direction == SortDirection.Ascending ? 'a' : 'd');
        }
    }

    private static void Collect(InputObjectValue value, LambdaExpression? outer, List<(LambdaExpression, bool)> keys)
    {
        foreach (var (field, direction) in value.Fields)
        {
            if (direction is null || field.Features.Get<SortField>() is not { } sort) continue;
            var key = outer is null ? sort.Member : Expression.Lambda(ParameterReplacer.Replace(sort.Member, outer.Body), outer.Parameters);
            if (direction is InputObjectValue nested) Collect(nested, key, keys);
            else keys.Add((key, (SortDirection)direction == SortDirection.Descending));
        }
    }
}
