using System.Linq.Expressions;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>A value in a JSON document, or the document, as expressions for where the query runs. What is not there has null for everything.</summary>
internal abstract class DocumentValue
{
    /// <summary>The text of a text, number or Boolean; null for objects, arrays and null.</summary>
    public abstract Expression Text { get; }

    /// <summary>The number (<c>decimal?</c>); null for everything else.</summary>
    public abstract Expression Number { get; }

    /// <summary>The instant (<c>DateTimeOffset?</c>) that a text is in ISO 8601 with years from 1000 to 2999, without a zone in UTC; null for everything else.</summary>
    public abstract Expression Time { get; }

    /// <summary>Whether there is something other than null.</summary>
    public abstract Expression Exists { get; }

    /// <summary>The value in one nullable expression, which <see cref="QueryFunctions.Document"/> reads again; rows can be grouped by it. Null for JSON's null.</summary>
    public abstract Expression Given { get; }

    /// <summary>The value as JSON text.</summary>
    public abstract Expression Raw { get; }

    /// <summary>The elements; none of anything but an array.</summary>
    public abstract DocumentElements Elements { get; }

    /// <summary>The property of a name, or the element of a number.</summary>
    public abstract DocumentValue Child(Expression key);

    /// <summary>Whether it, or one of the elements of an array, has all that an object has.</summary>
    public abstract Expression Contains(JsonElement value);
}

/// <summary>The elements of an array.</summary>
/// <param name="Sequence">An <c>IQueryable</c> on a database, an <c>IEnumerable</c> in memory.</param>
/// <param name="Item">The type of its items.</param>
/// <param name="Of">The value of an item.</param>
internal sealed record DocumentElements(Expression Sequence, Type Item, Func<Expression, DocumentValue> Of)
{
    /// <summary>Whether one of them is as it should be.</summary>
    public Expression Any(Func<DocumentValue, Expression> predicate)
    {
        var item = Expression.Parameter(Item, "e");
        var isQuery = typeof(IQueryable).IsAssignableFrom(Sequence.Type);
        Expression lambda = Expression.Lambda(predicate(Of(item)), item);
        return Expression.Call(isQuery ? typeof(Queryable) : typeof(Enumerable), nameof(Enumerable.Any), [Item], Sequence, isQuery ? Expression.Quote(lambda) : lambda);
    }
}
