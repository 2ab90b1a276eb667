using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>A column of an aggregation at some stage.</summary>
/// <param name="Name">The name.</param>
/// <param name="Values">The values that make it up, of a row; most columns are one value.</param>
/// <param name="Output">The column's value as it is given, from those values.</param>
internal sealed record StatColumn(string Name, Func<Expression, Expression[]> Values, Func<object?[], object?> Output)
{
    /// <summary>Whether it is a key of the last group.</summary>
    public bool IsKey { get; init; }

    /// <summary>Whether it can be compared and computed with; pushed lists and formatted times cannot.</summary>
    public bool IsPlain { get; init; } = true;

    /// <summary>A column of one value.</summary>
    public static StatColumn Of(string name, Func<Expression, Expression> value, bool isKey = false) =>
        new(name, row => [value(row)], values => StatOutput.Plain(values[0])) { IsKey = isKey };

    /// <summary>The value of a row. Errors: <see cref="ResourceQueryException"/> when the column is not one value.</summary>
    public Expression Value(Expression row) => IsPlain
        ? Values(row)[0]
        : throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{Name} is a list or a formatted time; later stages can only give it.");

    /// <summary>The value as a number; null stays null. Errors: <see cref="ResourceQueryException"/> when it is none.</summary>
    public Expression Number(Expression row)
    {
        var value = Value(row);
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        if (type.IsPrimitive && type != typeof(bool) && type != typeof(char) || type == typeof(decimal)) return Expression.Convert(value, typeof(decimal?));
        throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{Name} is no number.");
    }

    /// <summary>The same column over rows whose values stand from a place on.</summary>
    public StatColumn At(int first, int count) => this with
    {
        Values = row => [.. Enumerable.Range(first, count).Select(i => StatRows.Slot(row, i))],
    };
}
