using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Running;

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

    /// <summary>The value in a document, of a row; null when it is in none.</summary>
    public Func<Expression, DocumentValue>? Document { get; init; }

    private Func<Expression, DocumentValue>? Read { get; init; }

    /// <summary>A column of one value.</summary>
    public static StatColumn Of(string name, Func<Expression, Expression> value, bool isKey = false) =>
        new(name, row => [value(row)], values => StatOutput.Plain(values[0])) { IsKey = isKey };

    /// <summary>A column that is a value in a document, or was one.</summary>
    public static StatColumn Of(string name, Func<Expression, DocumentValue> document, QueryFunctions functions, bool isKey = false) =>
        new(name, row => [document(row).Given], values => functions.Given(values[0])) { IsKey = isKey, Document = document, Read = functions.Document };

    /// <summary>A column that is a document as a whole; it is read as it is stored.</summary>
    public static StatColumn OfWhole(string name, Func<Expression, Operand> document, QueryFunctions functions) =>
        Of(name, row => document(row).Value) with { Document = row => document(row).Document!, Read = functions.Document };

    /// <summary>The column as a row keeps it that compares it with others.</summary>
    public StatColumn Kept(string name, QueryFunctions functions, bool isKey = false) =>
        Document is { } document ? Of(name, document, functions, isKey) : this with { Name = name, IsKey = isKey };

    /// <summary>The value of a row. Errors: <see cref="ResourceQueryException"/> when the column is not one value.</summary>
    public Expression Value(Expression row)
    {
        if (!IsPlain) throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{Name} is a list or a formatted time; later stages can only give it.");
        return Document is { } document ? document(row).Text : Values(row)[0];
    }

    /// <summary>The value as a number; null stays null, and what is no number in a document is null. Errors: <see cref="ResourceQueryException"/> when it is none.</summary>
    public Expression Number(Expression row)
    {
        var value = Value(row);
        if (Document is { } document) return document(row).Number;
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        if (type.IsPrimitive && type != typeof(bool) && type != typeof(char) || type == typeof(decimal)) return Expression.Convert(value, typeof(decimal?));
        throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{Name} is no number.");
    }

    /// <summary>The value as it stands in a later row. Errors: <see cref="ResourceQueryException"/> when the column is not one value.</summary>
    public Expression Single(Expression row)
    {
        var value = Value(row);
        return Document is { } document ? document(row).Given : value;
    }

    /// <summary>What rows are sorted by: in documents numbers by their size, and texts, each apart from the other. Errors: <see cref="ResourceQueryException"/> when the column is a list.</summary>
    public Expression[] Order(Expression row)
    {
        if (Document is { } document) return [document(row).Number, document(row).Text];
        return Array.ConvertAll(Values(row), value => IsList(value.Type)
            ? throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{Name} is a list and has no order to sort by.")
            : QueryRunner.Sortable(value));
    }

    /// <summary>The same column over rows whose values stand from a place on.</summary>
    public StatColumn At(int first, int count) => this with
    {
        Values = row => [.. Enumerable.Range(first, count).Select(i => StatRows.Slot(row, i))],
        Document = Read is { } read ? row => read(StatRows.Slot(row, first)) : null,
    };

    /// <summary>The same column over rows that hold its own rows.</summary>
    public StatColumn Over(Func<Expression, Expression> inner) => this with
    {
        Values = row => Values(inner(row)),
        Document = Document is { } document ? row => document(inner(row)) : null,
    };

    public static bool IsList(Type type) => type != typeof(string) && !ResourceField.IsJson(type) && DataTypes.ElementOf(type) is not null;
}
