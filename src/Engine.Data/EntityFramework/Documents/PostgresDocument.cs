using System.Linq.Expressions;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.EntityFramework.Documents;

/// <summary>A value in a <c>jsonb</c> document.</summary>
/// <param name="functions">PostgreSQL's.</param>
/// <param name="json">A document of any type of EF Core's, or a value in one.</param>
/// <param name="key">Where in it the value is; null for itself.</param>
internal sealed class PostgresDocument(PostgresFunctions functions, Expression json, Expression? key) : DocumentValue
{
    private static readonly Expression NoElement = Expression.Constant(null, typeof(JsonElement?));

    public override Expression Text => Expression.Condition(Expression.OrElse(Is("array"), Is("object")), Expression.Constant(null, typeof(string)), Content);

    // A condition, not a conjunction: only then is nothing else ever cast.
    public override Expression Number => Expression.Condition(
        Is("number"), Call(nameof(DocumentFunctions.Number), Content), Expression.Constant(null, typeof(decimal?)));

    public override Expression Time => Expression.Condition(
        Is("string"), Call(nameof(DocumentFunctions.Time), Content), Expression.Constant(null, typeof(DateTimeOffset?)));

    public override Expression Exists => Expression.NotEqual(Content, Expression.Constant(null, typeof(string)));

    public override Expression Given => Expression.Condition(Is("null"), NoElement, Value);

    public override Expression Raw => Call(nameof(DocumentFunctions.Raw), Boxed(Value));

    public override DocumentElements Elements => new(
        Call(nameof(DocumentFunctions.Elements), Expression.Condition(Is("array"), Value, NoElement)),
        typeof(JsonbElement), item => new PostgresDocument(functions, Expression.Property(item, nameof(JsonbElement.Value)), null));

    /// <summary>The text of the value, whatever it is; null for null.</summary>
    public Expression Content => key is null ? Call(nameof(DocumentFunctions.Content), Boxed(json)) : Call(nameof(DocumentFunctions.ContentAt), Boxed(json), key);

    public override DocumentValue Child(Expression of) => new PostgresDocument(functions, key is null ? json : Value, of);

    public override Expression Contains(JsonElement value)
    {
        // In an array one of the objects must have it all.
        var one = ResourceValues.Parameter(value, typeof(JsonElement));
        var listed = ResourceValues.Parameter(JsonSerializer.SerializeToElement(new[] { value }), typeof(JsonElement));
        return Expression.OrElse(functions.JsonContains(Boxed(Value), one), functions.JsonContains(Boxed(Value), listed));
    }

    // A JsonElement?.
    private Expression Value => key is null ? Call(nameof(DocumentFunctions.Whole), Boxed(json)) : Call(nameof(DocumentFunctions.At), Boxed(json), key);

    private BinaryExpression Is(string type) => Expression.Equal(Call(nameof(DocumentFunctions.TypeOf), Boxed(key is null ? json : Value)), Expression.Constant(type));

    private static MethodCallExpression Call(string function, params Expression[] arguments) => Expression.Call(typeof(DocumentFunctions), function, null, arguments);

    private static Expression Boxed(Expression value) => Expression.Convert(value, typeof(object));
}
