using System.Linq.Expressions;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Turns conditions into predicates.</summary>
/// <param name="functions">What the place where the query runs can do.</param>
/// <param name="inMemory">Whether null has to be guarded against.</param>
internal sealed class ConditionBuilder(QueryFunctions functions, bool inMemory)
{
    private const int MaxConditions = 100;
    private const int MaxMatched = 50;
    private int _names;

    /// <summary>All conditions together; null without any.</summary>
    public Expression? All(IReadOnlyList<ResourceCondition>? conditions, Func<string, Operand> find, IReadOnlyList<string>? allowed = null) =>
        Combine(conditions, find, allowed, Expression.AndAlso);

    /// <summary>One of the conditions; null without any.</summary>
    public Expression? Any(IReadOnlyList<ResourceCondition>? conditions, Func<string, Operand> find) => Combine(conditions, find, null, Expression.OrElse);

    /// <summary>A text in any case, wherever it stands in a text or in one of a list.</summary>
    public Expression Contains(Operand operand, string text) =>
        Each(operand, o => NotNullAnd(o.Value, functions.Like(AsText(o), ResourceValues.Parameter(ExtendedValues.Pattern(TextFor(o, text)), typeof(string)))));

    private Expression? Combine(
        IReadOnlyList<ResourceCondition>? conditions, Func<string, Operand> find, IReadOnlyList<string>? allowed, Func<Expression, Expression, Expression> combine)
    {
        if (conditions?.Count > MaxConditions)
            throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"A query has at most {MaxConditions} conditions; this one has {conditions.Count}.");
        Expression? all = null;
        foreach (var condition in conditions ?? [])
        {
            var key = condition.GivenKey;
            var one = One(find(key), ResourceOperators.Parse(condition.GivenOperator, allowed), condition.GivenValue);
            all = all is null ? one : combine(all, one);
        }
        return all;
    }

    private Expression One(Operand operand, ResourceOperator op, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && !ResourceOperators.TakesList(op))
            throw new ResourceQueryException(ResourceQueryException.ListRefused, $"The condition on {operand.Name} wants a single value, not a list.");
        switch (op)
        {
            case ResourceOperator.Eq:
                return Each(operand, o => Equal(o, value));
            case ResourceOperator.Not:
                return operand is { Element: null, Document: null } ? Expression.NotEqual(operand.Value, Literal(operand, value)) : Expression.Not(Each(operand, o => Equal(o, value)));
            case ResourceOperator.Exists:
                if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False)) throw ResourceValues.Invalid(operand.Name, value);
                var exists = Exists(operand);
                return value.GetBoolean() ? exists : Expression.Not(exists);
            case ResourceOperator.Contain:
                return Contains(operand, ResourceValues.RequiredText(value, operand.Name));
            case ResourceOperator.NotContain:
                return Expression.Not(Contains(operand, ResourceValues.RequiredText(value, operand.Name)));
            case ResourceOperator.ContainIn:
                return AnyOf(ResourceValues.Texts(value, operand.Name), text => Contains(operand, text));
            case ResourceOperator.NotContainIn:
                return Expression.Not(AnyOf(ResourceValues.Texts(value, operand.Name), text => Contains(operand, text)));
            case ResourceOperator.In:
                return Each(operand, o => IsIn(o, value));
            case ResourceOperator.NotIn:
                return Expression.Not(Each(operand, o => IsIn(o, value)));
            case ResourceOperator.Regex:
                return Matches(operand, ResourceValues.RequiredText(value, operand.Name));
            case ResourceOperator.RegexIn:
                return AnyOf(ResourceValues.Texts(value, operand.Name), pattern => Matches(operand, pattern));
            case ResourceOperator.Match:
                return Match(operand, value);
            case >= ResourceOperator.TimediffLt:
                var moment = ResourceValues.Relative(value, operand.Name);
                return Each(operand, o => Compare(Time(o), op - (ResourceOperator.TimediffLt - ResourceOperator.Lt), moment));
            case >= ResourceOperator.DatetimeLt:
                var instant = ResourceValues.Instant(value, operand.Name);
                return Each(operand, o => Compare(Time(o), op - (ResourceOperator.DatetimeLt - ResourceOperator.Lt), instant));
            default:
                return Ordered(operand, op, value);
        }
    }

    private Expression Ordered(Operand operand, ResourceOperator op, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) throw ResourceValues.Invalid(operand.Name, value);
        return Each(operand, o => o.Document is not null && Number(o, value) is { } number
            ? Comparison(op, o.Document.Number, number)
            : Compare(o, op, ResourceValues.Single(value, o.Value.Type, o.Name)!));
    }

    private Expression Compare(Operand operand, ResourceOperator op, object value)
    {
        var type = Nullable.GetUnderlyingType(operand.Value.Type) ?? operand.Value.Type;
        if (type == typeof(DateTime) && value is DateTimeOffset time) value = time.UtcDateTime;
        if (type == typeof(string))
        {
            var compared = Expression.Call(typeof(string), nameof(string.Compare), null, operand.Value, ResourceValues.Parameter(value, typeof(string)));
            return NotNullAnd(operand.Value, Comparison(op, compared, Expression.Constant(0)));
        }
        if (type.IsEnum || type == typeof(bool) || type == typeof(Guid))
            throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{operand.Name} has no order to compare by.");
        return Comparison(op, operand.Value, ResourceValues.Parameter(value, operand.Value.Type));
    }

    private static Expression Comparison(ResourceOperator op, Expression left, Expression right) => op switch
    {
        ResourceOperator.Lt => Expression.LessThan(left, right),
        ResourceOperator.Lte => Expression.LessThanOrEqual(left, right),
        ResourceOperator.Gt => Expression.GreaterThan(left, right),
        _ => Expression.GreaterThanOrEqual(left, right),
    };

    private Expression Matches(Operand operand, string pattern)
    {
        var safe = ResourceValues.Parameter(ResourceValues.Pattern(pattern), typeof(string));
        return Each(operand, o => NotNullAnd(o.Value, functions.Regex(AsText(o), safe, ignoreCase: true)));
    }

    /// <summary>The text that is searched in: an enum's is its name.</summary>
    private static Expression AsText(Operand operand)
    {
        if (operand.Value.Type == typeof(string)) return operand.Value;
        return IsEnum(operand)
            ? QueryRunner.Sortable(operand.Value)
            : throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{operand.Name} is no text that could be searched in.");
    }

    // The names of enums have underscores only where clients see them.
    private static string TextFor(Operand operand, string text) => IsEnum(operand) ? text.Replace("_", "", StringComparison.Ordinal) : text;

    private static bool IsEnum(Operand operand) => (Nullable.GetUnderlyingType(operand.Value.Type) ?? operand.Value.Type).IsEnum;

    private static Expression Match(Operand operand, JsonElement value)
    {
        if (operand.Document is null) throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{operand.Name} is no document that could match an object.");
        if (value.ValueKind != JsonValueKind.Object || !ResourceValues.CanBeStored(value)) throw ResourceValues.Invalid(operand.Name, value);
        var size = Size(value);
        if (size > MaxMatched)
            throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"An object to match has at most {MaxMatched} values; that for {operand.Name} has {size}.");
        return operand.Document.Contains(value);
    }

    private static int Size(JsonElement value) => 1 + value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Sum(p => Size(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().Sum(Size),
        _ => 0,
    };

    private static Operand Time(Operand operand)
    {
        if (operand.Document is { } document) return new Operand(operand.Name, document.Time);
        var type = Nullable.GetUnderlyingType(operand.Value.Type) ?? operand.Value.Type;
        return type == typeof(DateTimeOffset) || type == typeof(DateTime)
            ? operand
            : throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{operand.Name} is no time.");
    }

    /// <summary>Numbers in documents are compared with numbers, whatever way they are written.</summary>
    private static Expression? Number(Operand operand, JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Number) return null;
        return given.TryGetDecimal(out var number) ? ResourceValues.Parameter(number, typeof(decimal?)) : throw ResourceValues.Invalid(operand.Name, given);
    }

    private static Expression Equal(Operand operand, JsonElement given)
    {
        if (operand.Document is not { } document) return Expression.Equal(operand.Value, Literal(operand, given));
        if (given.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) return Expression.Not(document.Exists);
        return Number(operand, given) is { } number ? Expression.Equal(document.Number, number) : Expression.Equal(operand.Value, Literal(operand, given));
    }

    private static Expression Literal(Operand operand, JsonElement given)
    {
        var value = ResourceValues.Single(given, operand.Value.Type, operand.Name);
        if (value is null && operand.Value.Type.IsValueType && Nullable.GetUnderlyingType(operand.Value.Type) is null) throw ResourceValues.Invalid(operand.Name, given);
        return value is null ? Expression.Constant(null, operand.Value.Type) : ResourceValues.Parameter(value, operand.Value.Type);
    }

    private static Expression IsIn(Operand operand, JsonElement given)
    {
        if (operand.Document is null) return IsOneOf(operand.Value, ResourceValues.List(given, operand.Value.Type, operand.Name));
        var values = ResourceValues.Items(given, operand.Name);
        var numbers = values.Where(v => v.ValueKind == JsonValueKind.Number).Select(v => v.TryGetDecimal(out var number) ? (decimal?)number : throw ResourceValues.Invalid(operand.Name, v)).ToArray();
        var texts = values.Where(v => v.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null)).Select(v => ResourceValues.RequiredText(v, operand.Name)).ToArray();
        Expression any = values.Exists(v => v.ValueKind == JsonValueKind.Null) ? Expression.Not(operand.Document.Exists) : Expression.Constant(false);
        if (numbers.Length > 0) any = Expression.OrElse(any, IsOneOf(operand.Document.Number, numbers));
        return texts.Length > 0 ? Expression.OrElse(any, IsOneOf(operand.Value, texts)) : any;
    }

    private static Expression IsOneOf(Expression value, Array list) =>
        Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [value.Type], ResourceValues.Parameter(list, list.GetType()), value);

    private Expression Exists(Operand operand)
    {
        if (operand.Element is { } element)
        {
            var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [element], operand.Value);
            return inMemory ? NotNullAnd(operand.Value, any) : any;
        }
        if (operand is { Document: { } document, IsWhole: false }) return document.Exists;
        if (operand.Value.Type.IsValueType && Nullable.GetUnderlyingType(operand.Value.Type) is null) return Expression.Constant(true);
        return Expression.NotEqual(operand.Value, Expression.Constant(null, operand.Value.Type));
    }

    /// <summary>The predicate on the value, on one of the values of a list, or on a value in a document or one of the elements that it has.</summary>
    private Expression Each(Operand operand, Func<Operand, Expression> predicate)
    {
        if (operand.IsWhole) throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{operand.Name} is a document; name a value in it, or use match or exists.");
        if (operand.Document is { } document) return Expression.OrElse(predicate(operand), document.Elements.Any(e => predicate(Operand.Of(operand.Name, e))));
        if (operand.Element is not { } element) return predicate(operand);
        var item = Expression.Parameter(element, "e" + _names++);
        var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [element], operand.Value, Expression.Lambda(predicate(new Operand(operand.Name, item)), item));
        return inMemory ? NotNullAnd(operand.Value, any) : any;
    }

    private static Expression AnyOf(IReadOnlyList<string> texts, Func<string, Expression> one)
    {
        Expression? any = null;
        foreach (var text in texts) any = any is null ? one(text) : Expression.OrElse(any, one(text));
        return any ?? Expression.Constant(false);
    }

    private static Expression NotNullAnd(Expression value, Expression predicate)
    {
        if (value.Type.IsValueType && Nullable.GetUnderlyingType(value.Type) is null) return predicate;
        return Expression.AndAlso(Expression.NotEqual(value, Expression.Constant(null, value.Type)), predicate);
    }
}
