using System.Linq.Expressions;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.EntityFramework.Documents;

/// <summary>
/// A value in a document that is a text. Its parts are rows of <c>OPENJSON</c>, whose keys are compared with parameters: no path is ever written, so nothing in a key
/// needs quotes, and texts are not cut at 4,000 characters as by <c>JSON_VALUE</c>.
/// </summary>
internal abstract class SqlServerDocument : DocumentValue
{
    /// <summary>The value's text, whatever it is; null for null.</summary>
    public abstract Expression Content { get; }

    public override Expression Exists => Expression.NotEqual(Content, Expression.Constant(null, typeof(string)));

    public override Expression Given => Raw;

    /// <summary>A column, or another expression that is no text for EF Core.</summary>
    public static SqlServerDocument OfColumn(Expression json)
    {
        var boxed = Expression.Convert(json, typeof(object));
        return new One(Wrapped(Call(nameof(DocumentFunctions.Raw), boxed)), OpenJson(Call(nameof(DocumentFunctions.Container), boxed)));
    }

    /// <summary>A text of JSON, as <see cref="DocumentValue.Raw"/> gives it.</summary>
    public static SqlServerDocument OfText(Expression text) => new One(Wrapped(text));

    /// <summary>Whether it is an object with a key.</summary>
    public abstract Expression HasKey(Expression key);

    // A value stands alone where OPENJSON wants an array or an object.
    private static MethodCallExpression Wrapped(Expression text) => OpenJson(Join(Expression.Constant("["), text, Expression.Constant("]")));

    private static Expression Join(params Expression[] texts) =>
        texts.Aggregate((left, right) => Expression.Add(left, right, typeof(string).GetMethod(nameof(string.Concat), [typeof(string), typeof(string)])));

    private static MethodCallExpression OpenJson(Expression container) => Call(nameof(DocumentFunctions.OpenJson), container);

    private static MethodCallExpression Call(string function, params Expression[] arguments) => Expression.Call(typeof(DocumentFunctions), function, null, arguments);

    private static MethodCallExpression Over(string method, Expression items, Type[] types, Func<Item, Expression> body)
    {
        var item = Expression.Parameter(typeof(OpenJsonItem), "i");
        var made = body(new Item(item));
        // The functions' rows are queries, which SelectMany takes as sequences.
        var lambda = method == nameof(Queryable.SelectMany)
            ? Expression.Lambda(typeof(Func<OpenJsonItem, IEnumerable<OpenJsonItem>>), made, item) : Expression.Lambda(made, item);
        return Expression.Call(typeof(Queryable), method, [typeof(OpenJsonItem), .. types], items, Expression.Quote(lambda));
    }

    private static MethodCallExpression Named(Expression items, Expression key) => Over(nameof(Queryable.Where), items, [], item => Expression.Equal(item.Key, key));

    private static ConditionalExpression When(Expression condition, Expression value) =>
        Expression.Condition(condition, value, Expression.Constant(null, value.Type));

    /// <summary>A row of <c>OPENJSON</c>.</summary>
    private sealed class Item(Expression item) : SqlServerDocument
    {
        private readonly Expression _value = Expression.Property(item, nameof(OpenJsonItem.Value));
        private readonly Expression _type = Expression.Property(item, nameof(OpenJsonItem.Type));

        // As texts of columns are compared, not as the database would.
        public override Expression Content => OtherFunctions.Ordinal(_value);

        public override Expression Text => When(Expression.LessThan(_type, Expression.Constant(OpenJsonItem.Array)), Content);

        public override Expression Number => When(Is(OpenJsonItem.Number), Call(nameof(DocumentFunctions.Number), _value));

        public override Expression Time => When(Expression.AndAlso(Is(OpenJsonItem.Text), IsDated), Call(nameof(DocumentFunctions.Time), _value));

        public override Expression Raw => Expression.Condition(
            Is(OpenJsonItem.Text), Join(Expression.Constant("\""), Call(nameof(DocumentFunctions.Escaped), _value), Expression.Constant("\"")), _value);

        public Expression Key { get; } = Expression.Property(item, nameof(OpenJsonItem.Key));

        /// <summary>The properties of an object, or the elements of an array.</summary>
        public Expression Parts => OpenJson(When(Expression.GreaterThanOrEqual(_type, Expression.Constant(OpenJsonItem.Array)), _value));

        public override DocumentElements Elements => new(OpenJson(When(Is(OpenJsonItem.Array), _value)), typeof(OpenJsonItem), element => new Item(element));

        public override DocumentValue Child(Expression key) => new One(Named(Parts, key));

        public override Expression HasKey(Expression key) => HasProperty(property => Expression.Equal(property.Key, key));

        public override Expression Contains(JsonElement value) => Expression.OrElse(Has(value), Elements.Any(element => ((Item)element).Has(value)));

        /// <summary>Whether it has all that a value has.</summary>
        public Expression Has(JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    return value.EnumerateObject().Aggregate<JsonProperty, Expression>(Is(OpenJsonItem.Object), (all, property) =>
                    {
                        var name = ResourceValues.Parameter(property.Name, typeof(string));
                        return Expression.AndAlso(all, HasProperty(own => Expression.AndAlso(Expression.Equal(own.Key, name), own.Has(property.Value))));
                    });
                case JsonValueKind.Array:
                    return value.EnumerateArray().Aggregate<JsonElement, Expression>(
                        Is(OpenJsonItem.Array), (all, element) => Expression.AndAlso(all, Elements.Any(own => ((Item)own).Has(element))));
                case JsonValueKind.String:
                    return Expression.AndAlso(Is(OpenJsonItem.Text), Expression.Equal(Content, ResourceValues.Parameter(value.GetString(), typeof(string))));
                case JsonValueKind.Number when value.TryGetDecimal(out var number):
                    return Expression.Equal(Number, ResourceValues.Parameter(number, typeof(decimal?)));
                case JsonValueKind.Null:
                    return Is(OpenJsonItem.Null);
                default:
                    return Expression.AndAlso(Expression.NotEqual(_type, Expression.Constant(OpenJsonItem.Text)), Expression.Equal(Content, ResourceValues.Parameter(value.GetRawText(), typeof(string))));
            }
        }

        private MethodCallExpression HasProperty(Func<Item, Expression> predicate) => Over(nameof(Queryable.Any), OpenJson(When(Is(OpenJsonItem.Object), _value)), [], predicate);

        // A text of a clock alone would be an instant of 1900.
        private MethodCallExpression IsDated => Expression.Call(
            typeof(DbFunctionsExtensions), nameof(DbFunctionsExtensions.Like), null, Expression.Property(null, typeof(EF), nameof(EF.Functions)), _value, Expression.Constant("[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]%"));

        private BinaryExpression Is(int type) => Expression.Equal(_type, Expression.Constant(type));
    }

    /// <summary>The only one of some rows, or none. Of properties with the same name it is the largest, since a text may have such.</summary>
    /// <param name="items">The rows.</param>
    /// <param name="parts">Its properties or elements, where they are known without it.</param>
    private sealed class One(Expression items, Expression? parts = null) : SqlServerDocument
    {
        public override Expression Content => Of(item => item.Content);

        public override Expression Text => Of(item => item.Text);

        public override Expression Number => Of(item => item.Number);

        public override Expression Time => Of(item => item.Time);

        public override Expression Raw => Of(item => item.Raw);

        public override DocumentElements Elements => new(Parts(item => item.Elements.Sequence), typeof(OpenJsonItem), element => new Item(element));

        public override DocumentValue Child(Expression key) => new One(Named(parts ?? Parts(item => item.Parts), key));

        public override Expression HasKey(Expression key) => Over(nameof(Queryable.Any), items, [], item => item.HasKey(key));

        public override Expression Contains(JsonElement value) => Over(nameof(Queryable.Any), items, [], item => item.Contains(value));

        private MethodCallExpression Parts(Func<Item, Expression> of) => Over(nameof(Queryable.SelectMany), items, [typeof(OpenJsonItem)], of);

        private MethodCallExpression Of(Func<Item, Expression> part)
        {
            var type = part(new Item(Expression.Parameter(typeof(OpenJsonItem)))).Type;
            return Over(nameof(Queryable.Max), items, [type], part);
        }
    }
}
