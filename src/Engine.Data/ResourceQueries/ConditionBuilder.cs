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
    private int _names;

    /// <summary>All conditions together; null without any.</summary>
    public Expression? All(IReadOnlyList<ResourceCondition>? conditions, Func<string, Operand> find, IReadOnlyList<string>? allowed = null) =>
        Combine(conditions, find, allowed, Expression.AndAlso);

    /// <summary>One of the conditions; null without any.</summary>
    public Expression? Any(IReadOnlyList<ResourceCondition>? conditions, Func<string, Operand> find) => Combine(conditions, find, null, Expression.OrElse);

    /// <summary>A text in any case, wherever it stands in a text or in one of a list.</summary>
    public Expression Contains(Operand operand, string text) =>
        Each(operand, value => NotNullAnd(value, functions.Like(value, ResourceValues.Parameter(ExtendedValues.Pattern(text), typeof(string)))), operand.Name);

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
                return Each(operand, v => Equal(operand, v, value), operand.Name);
            case ResourceOperator.Not:
                return Negated(operand, v => Equal(operand, v, value), () => Expression.NotEqual(operand.Value, Literal(operand, value)));
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
                return Each(operand, v => IsIn(operand, v, value), operand.Name);
            case ResourceOperator.NotIn:
                return Expression.Not(Each(operand, v => IsIn(operand, v, value), operand.Name));
            case ResourceOperator.Regex:
                return Matches(operand, ResourceValues.RequiredText(value, operand.Name));
            case ResourceOperator.RegexIn:
                return AnyOf(ResourceValues.Texts(value, operand.Name), pattern => Matches(operand, pattern));
            case ResourceOperator.Match:
                return Match(operand, value);
            case >= ResourceOperator.TimediffLt:
                return Compare(RequireTime(operand), op - (ResourceOperator.TimediffLt - ResourceOperator.Lt), ResourceValues.Relative(value, operand.Name));
            case >= ResourceOperator.DatetimeLt:
                return Compare(RequireTime(operand), op - (ResourceOperator.DatetimeLt - ResourceOperator.Lt), ResourceValues.Instant(value, operand.Name));
            default:
                return Ordered(operand, op, value);
        }
    }

    private Expression Ordered(Operand operand, ResourceOperator op, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined) throw ResourceValues.Invalid(operand.Name, value);
        if (operand.JsonPath is not null && value.ValueKind == JsonValueKind.Number)
            return functions.JsonNumber(operand.JsonDocument!, operand.JsonPath, number => Comparison(op, number, ResourceValues.Parameter(value.GetDecimal(), typeof(decimal))));
        return Each(operand, v => Compare(operand with { Value = v, Element = null }, op, ResourceValues.Single(value, v.Type, operand.Name)!), operand.Name);
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
        return Each(operand, v => NotNullAnd(v, functions.Regex(v, safe, ignoreCase: true)), operand.Name);
    }

    private Expression Match(Operand operand, JsonElement value)
    {
        if (operand.JsonDocument is null || operand.JsonPath is not null)
            throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{operand.Name} is no document that could match an object.");
        if (value.ValueKind != JsonValueKind.Object) throw ResourceValues.Invalid(operand.Name, value);
        return functions.JsonContains(operand.JsonDocument, value);
    }

    private static Operand RequireTime(Operand operand)
    {
        var type = Nullable.GetUnderlyingType(operand.Value.Type) ?? operand.Value.Type;
        return type == typeof(DateTimeOffset) || type == typeof(DateTime)
            ? operand
            : throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{operand.Name} is no time.");
    }

    private static Expression Equal(Operand operand, Expression value, JsonElement given) => Expression.Equal(value, Literal(operand with { Value = value }, given));

    private static Expression Literal(Operand operand, JsonElement given)
    {
        var value = ResourceValues.Single(given, operand.Value.Type, operand.Name);
        if (value is null && operand.Value.Type.IsValueType && Nullable.GetUnderlyingType(operand.Value.Type) is null) throw ResourceValues.Invalid(operand.Name, given);
        return value is null ? Expression.Constant(null, operand.Value.Type) : ResourceValues.Parameter(value, operand.Value.Type);
    }

    private static Expression IsIn(Operand operand, Expression value, JsonElement given)
    {
        var list = ResourceValues.List(given, value.Type, operand.Name);
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [value.Type], ResourceValues.Parameter(list, list.GetType()), value);
    }

    private Expression Exists(Operand operand)
    {
        if (operand.Element is { } element)
        {
            var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [element], operand.Value);
            return inMemory ? NotNullAnd(operand.Value, any) : any;
        }
        if (operand.Value.Type.IsValueType && Nullable.GetUnderlyingType(operand.Value.Type) is null) return Expression.Constant(true);
        return Expression.NotEqual(operand.Value, Expression.Constant(null, operand.Value.Type));
    }

    private Expression Negated(Operand operand, Func<Expression, Expression> equal, Func<Expression> notEqual) =>
        operand.Element is null ? notEqual() : Expression.Not(Each(operand, equal, operand.Name));

    /// <summary>The predicate on the value, or on one of the values of a list.</summary>
    private Expression Each(Operand operand, Func<Expression, Expression> predicate, string name)
    {
        if (operand.Element is not { } element)
        {
            return operand is { JsonDocument: not null, JsonPath: null }
                ? throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{name} is a document; name a value in it, or use match or exists.")
                : predicate(operand.Value);
        }
        var item = Expression.Parameter(element, "e" + _names++);
        var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [element], operand.Value, Expression.Lambda(predicate(item), item));
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
        if (value.Type != typeof(string) && value.Type.IsValueType) return predicate;
        return Expression.AndAlso(Expression.NotEqual(value, Expression.Constant(null, value.Type)), predicate);
    }
}

/// <summary>What a condition is about.</summary>
/// <param name="Name">The key as it was written.</param>
/// <param name="Value">The value, or the list; the text of the value for a path into JSON.</param>
/// <param name="Element">The element type of a list.</param>
/// <param name="JsonDocument">The document that the key goes into, or is.</param>
/// <param name="JsonPath">The path into it; null for the document itself.</param>
internal sealed record Operand(string Name, Expression Value, Type? Element = null, Expression? JsonDocument = null, Expression[]? JsonPath = null)
{
    /// <summary>A field of an item.</summary>
    public static Operand Of(ResourceField field, Expression item, QueryFunctions functions)
    {
        var member = ParameterReplacer.Replace(field.Member, item);
        if (!ResourceField.IsJson(member.Type)) return new Operand(field.Name, member, field.Element);
        if (field.Path.Length == 0) return new Operand(field.Name, member, null, member);
        var path = Array.ConvertAll(field.Path, key => ResourceValues.Parameter(key, typeof(string)));
        return new Operand(field.Name, functions.JsonText(member, path), null, member, path);
    }
}
