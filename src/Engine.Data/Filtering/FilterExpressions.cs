using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Memory;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>Builds the predicate of a filter, once for a shape. Walks like <see cref="FilterReader"/> and takes the values in its order.</summary>
internal sealed class FilterExpressions(QueryParameters parameters, QueryFunctions functions)
{
    private int _names;

    /// <summary>The predicate over an item; null when the filter asks nothing.</summary>
    public Expression? Build(InputObjectValue filter, Expression item) => Object(filter, new Place(item, DataTypes.IsNullableLeaf(item.Type), IsRelative: false));

    private readonly record struct Place(Expression Value, bool IsNullable, bool IsRelative);

    private Expression? Object(InputObjectValue value, Place place)
    {
        Expression? all = null;
        foreach (var (field, fieldValue) in value.Fields)
        {
            if (field.Features.Get<FilterField>() is { } info) all = And(all, Field(info, fieldValue, place));
        }
        return all;
    }

    private Expression? Field(FilterField info, object? value, Place place)
    {
        switch (info.Operation)
        {
            case FilterOperation.And or FilterOperation.Or:
                Expression? combined = null;
                foreach (var item in (IReadOnlyList<object?>)value!)
                {
                    var part = Object((InputObjectValue)item!, place);
                    combined = info.Operation == FilterOperation.And ? And(combined, part) : Or(combined, part);
                }
                return combined;
            case FilterOperation.Member:
                return Member(info, (InputObjectValue)value!, place);
            case FilterOperation.All or FilterOperation.None or FilterOperation.Some:
                return List(info.Operation, (InputObjectValue)value!, place);
            case FilterOperation.Any:
                var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [DataTypes.ElementOf(place.Value.Type)!], place.Value);
                return Guard(place.Value, (bool)value! ? any : Expression.Not(any));
            case FilterOperation.Relative:
                return Object((InputObjectValue)value!, place with { IsRelative = true });
            case FilterOperation.JsonPath:
                return JsonPath((InputObjectValue)value!, place);
            default:
                return Leaf(info.Operation, value, place);
        }
    }

    private Expression? Member(FilterField info, InputObjectValue value, Place place)
    {
        if (info.Member is null) return Object(value, place);
        var member = ParameterReplacer.Replace(info.Member, place.Value);
        // In memory, a member of null is null where it can be; else nothing can be said of it.
        var isNull = parameters.InMemory && DataTypes.HasNull(member.Type);
        if (isNull) member = NullGuards.Before(info.Member, place.Value, member, Expression.Constant(null, member.Type));
        var predicate = Object(value, new Place(member, info.IsNullable, IsRelative: false));
        if (predicate is null) return null;
        if (DataMembers.IsObject(member.Type)) predicate = Guard(member, predicate);
        return parameters.InMemory && !isNull ? NullGuards.Before(info.Member, place.Value, predicate, Expression.Constant(false)) : predicate;
    }

    private Expression List(FilterOperation operation, InputObjectValue value, Place place)
    {
        var element = DataTypes.ElementOf(place.Value.Type)!;
        var item = Expression.Parameter(element, "i" + _names++);
        var predicate = Object(value, new Place(item, DataTypes.HasNull(element), IsRelative: false)) ?? Expression.Constant(true);
        if (operation == FilterOperation.All) predicate = Expression.Not(predicate);
        var any = Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [element], place.Value, Expression.Lambda(predicate, item));
        if (operation == FilterOperation.Some) return Guard(place.Value, any);
        // Operators of arrays give null for null; tests of their items would find none.
        return !parameters.InMemory && place.IsNullable && ScalarOperations.IsLeaf(element)
            ? Expression.OrElse(Expression.Equal(place.Value, Expression.Constant(null, place.Value.Type)), Expression.Not(any))
            : Guard(place.Value, Expression.Not(any));
    }

    private Expression? JsonPath(InputObjectValue value, Place place)
    {
        value.TryGet("path", out var path);
        var keys = new Expression[((string)path!).Split('.').Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = parameters.Next(typeof(string));
        return Object(value, new Place(functions.JsonText(place.Value, keys), IsNullable: true, IsRelative: false));
    }

    private Expression Leaf(FilterOperation operation, object? value, Place place)
    {
        var member = place.Value;
        switch (operation)
        {
            case FilterOperation.Equal:
                return Expression.Equal(member, Operand(value, member.Type));
            // EF Core cannot translate `Any(item => item != x)` over a list of plain values, but can translate this.
            case FilterOperation.NotEqual when member is ParameterExpression:
                return Expression.Not(Expression.Equal(member, Operand(value, member.Type)));
            case FilterOperation.NotEqual:
                return Expression.NotEqual(member, Operand(value, member.Type));
            case FilterOperation.In or FilterOperation.NotIn:
                var list = parameters.Next(member.Type.MakeArrayType());
                Expression contains = Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [member.Type], list, member);
                // Apart from the others: PostgreSQL finds no null in an array.
                if (FilterValues.HasNull(value)) contains = Expression.OrElse(Expression.Equal(member, Expression.Constant(null, member.Type)), contains);
                return operation == FilterOperation.In ? contains : Expression.Not(contains);
            case FilterOperation.Contains or FilterOperation.NotContains:
                return Search(place, nameof(string.Contains), operation == FilterOperation.NotContains);
            case FilterOperation.StartsWith or FilterOperation.NotStartsWith:
                return Search(place, nameof(string.StartsWith), operation == FilterOperation.NotStartsWith);
            case FilterOperation.EndsWith or FilterOperation.NotEndsWith:
                return Search(place, nameof(string.EndsWith), operation == FilterOperation.NotEndsWith);
            case FilterOperation.ContainsIgnoringCase:
                return WhenNotNull(place, functions.Like(member, parameters.Next(typeof(string))));
            case FilterOperation.NotContainsIgnoringCase:
                return Unless(place, functions.Like(member, parameters.Next(typeof(string))));
            case FilterOperation.ContainsAnyIgnoringCase:
                return WhenNotNull(place, Each(value!, () => functions.Like(member, parameters.Next(typeof(string)))));
            case FilterOperation.ContainsNoneIgnoringCase:
                return Unless(place, Each(value!, () => functions.Like(member, parameters.Next(typeof(string)))));
            case FilterOperation.Regex:
                return WhenNotNull(place, functions.Regex(member, parameters.Next(typeof(string)), ignoreCase: true));
            case FilterOperation.RegexAny:
                return WhenNotNull(place, Each(value!, () => functions.Regex(member, parameters.Next(typeof(string)), ignoreCase: true)));
            case FilterOperation.Matches:
                return WhenNotNull(place, functions.Regex(member, parameters.Next(typeof(string)), ignoreCase: false));
            case FilterOperation.HasKey:
                return functions.JsonHasKey(member, parameters.Next(typeof(string)));
            default:
                return Comparison(operation, member, parameters.Next(member.Type));
        }
    }

    private static Expression Comparison(FilterOperation operation, Expression member, Expression value)
    {
        if ((Nullable.GetUnderlyingType(member.Type) ?? member.Type) == typeof(Uri))
            throw DataErrors.InvalidValue("URLs can be equal or not; they have no order.");
        return operation switch
        {
            FilterOperation.Greater => Expression.GreaterThan(member, value),
            FilterOperation.NotGreater => Expression.Not(Expression.GreaterThan(member, value)),
            FilterOperation.GreaterOrEqual => Expression.GreaterThanOrEqual(member, value),
            FilterOperation.NotGreaterOrEqual => Expression.Not(Expression.GreaterThanOrEqual(member, value)),
            FilterOperation.Less => Expression.LessThan(member, value),
            FilterOperation.NotLess => Expression.Not(Expression.LessThan(member, value)),
            FilterOperation.LessOrEqual => Expression.LessThanOrEqual(member, value),
            FilterOperation.NotLessOrEqual => Expression.Not(Expression.LessThanOrEqual(member, value)),
            _ => throw new InvalidOperationException($"{operation} is no comparison."),
        };
    }

    private Expression Operand(object? value, Type type) => value switch
    {
        null => Expression.Constant(null, type),
        bool b => Expression.Constant(b, type),
        _ => parameters.Next(type),
    };

    /// <summary>A search in a text. Rows without a text are found by the negated search only.</summary>
    private Expression Search(Place place, string method, bool negated)
    {
        var call = Expression.Call(place.Value, typeof(string).GetMethod(method, [typeof(string)])!, parameters.Next(typeof(string)));
        return negated ? Unless(place, call) : WhenNotNull(place, call);
    }

    private Expression WhenNotNull(Place place, Expression predicate) =>
        CanBeNull(place) ? Expression.AndAlso(Expression.NotEqual(place.Value, Expression.Constant(null, place.Value.Type)), predicate) : predicate;

    private Expression Unless(Place place, Expression predicate) =>
        CanBeNull(place)
            ? Expression.OrElse(Expression.Equal(place.Value, Expression.Constant(null, place.Value.Type)), Expression.Not(predicate))
            : Expression.Not(predicate);

    // An object in memory may be without what its class promises.
    private bool CanBeNull(Place place) => place.IsNullable || (parameters.InMemory && DataTypes.HasNull(place.Value.Type));

    private static Expression Each(object values, Func<Expression> one)
    {
        Expression? any = null;
        foreach (var _ in (IReadOnlyList<object?>)values) any = Or(any, one());
        return any ?? Expression.Constant(false);
    }

    private Expression Guard(Expression value, Expression predicate) =>
        parameters.InMemory ? Expression.AndAlso(Expression.NotEqual(value, Expression.Constant(null, value.Type)), predicate) : predicate;

    private static Expression? And(Expression? left, Expression? right) =>
        left is null ? right : right is null ? left : Expression.AndAlso(left, right);

    private static Expression? Or(Expression? left, Expression? right) =>
        left is null ? right : right is null ? left : Expression.OrElse(left, right);
}
