using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>
/// The predicate for the items after (or before) a cursor. Rows compare as tuples where all keys point the same way and none is null, which an index
/// over the keys answers directly; else as a chain that the first key bounds. Null stands where the database sorts it.
/// </summary>
internal static class KeysetPredicate
{
    /// <param name="keys">The order.</param>
    /// <param name="item">The item.</param>
    /// <param name="cursor">The cursor's values; null where the cursor has none.</param>
    /// <param name="after">After the cursor, or before it.</param>
    /// <param name="nullsAreLargest">Where the database sorts null.</param>
    /// <param name="compareRows">Compares tuples, whether left is greater or less; null where that is not possible.</param>
    public static Expression Build(
        IReadOnlyList<OrderKey> keys, Expression item, Expression?[] cursor, bool after, bool nullsAreLargest, Func<Expression[], Expression[], bool, Expression?>? compareRows)
    {
        var members = new Expression[keys.Count];
        for (var i = 0; i < members.Length; i++) members[i] = ParameterReplacer.Replace(keys[i].Selector, item);
        if (keys.Count is > 1 and < 8 && keys.All(k => !k.IsNullable && k.Descending == keys[0].Descending)
            && compareRows?.Invoke(members, cursor!, after != keys[0].Descending) is { } row)
        {
            return row;
        }

        var beyond = new Expression[keys.Count];
        var equal = new Expression[keys.Count];
        for (var i = 0; i < members.Length; i++)
        {
            var greater = after != keys[i].Descending;
            beyond[i] = Beyond(members[i], cursor[i], greater, keys[i].IsNullable, nullsAreLargest);
            equal[i] = cursor[i] is { } value ? Expression.Equal(members[i], value) : IsNull(members[i]);
        }
        var chain = beyond[^1];
        for (var i = keys.Count - 2; i >= 0; i--) chain = Or(beyond[i], And(equal[i], chain));
        // The bound lets the database start at the first key's value instead of reading everything.
        return keys.Count > 1 && !keys[0].IsNullable ? And(Compare(members[0], cursor[0]!, after != keys[0].Descending, orEqual: true), chain) : chain;
    }

    private static Expression Beyond(Expression member, Expression? value, bool greater, bool isNullable, bool nullsAreLargest)
    {
        if (value is null) return greater == nullsAreLargest ? Expression.Constant(false) : Expression.Not(IsNull(member));
        var compared = Compare(member, value, greater, orEqual: false);
        return isNullable && greater == nullsAreLargest ? Or(compared, IsNull(member)) : compared;
    }

    private static Expression Compare(Expression left, Expression right, bool greater, bool orEqual)
    {
        var type = Nullable.GetUnderlyingType(left.Type) ?? left.Type;
        if (type == typeof(string) || type == typeof(Uri))
        {
            var compared = Expression.Call(typeof(string), nameof(string.Compare), null, AsText(left), AsText(right));
            return Operator(compared, Expression.Constant(0), greater, orEqual);
        }
        if (type.IsEnum)
        {
            // Numbers in the expression only; the database compares what it stores.
            var number = Enum.GetUnderlyingType(type);
            if (left.Type != type) number = typeof(Nullable<>).MakeGenericType(number);
            return Operator(Expression.Convert(left, number), Expression.Convert(right, number), greater, orEqual);
        }
        if (type == typeof(bool))
        {
            var compared = Expression.Call(
                left.Type == type ? left : Expression.Property(left, "Value"), nameof(bool.CompareTo), null, right.Type == type ? right : Expression.Property(right, "Value"));
            return Operator(compared, Expression.Constant(0), greater, orEqual);
        }
        return Operator(left, right, greater, orEqual);
    }

    // In the expression only, too: the column holds texts.
    private static Expression AsText(Expression value) =>
        value.Type == typeof(string) ? value : Expression.Convert(Expression.Convert(value, typeof(object)), typeof(string));

    private static Expression Operator(Expression left, Expression right, bool greater, bool orEqual) => (greater, orEqual) switch
    {
        (true, true) => Expression.GreaterThanOrEqual(left, right),
        (true, false) => Expression.GreaterThan(left, right),
        (false, true) => Expression.LessThanOrEqual(left, right),
        (false, false) => Expression.LessThan(left, right),
    };

    private static Expression IsNull(Expression value) => Expression.Equal(value, Expression.Constant(null, value.Type));

    private static Expression And(Expression left, Expression right) =>
        left is ConstantExpression { Value: false } || right is ConstantExpression { Value: false } ? Expression.Constant(false) : Expression.AndAlso(left, right);

    private static Expression Or(Expression left, Expression right) =>
        left is ConstantExpression { Value: false } ? right : right is ConstantExpression { Value: false } ? left : Expression.OrElse(left, right);
}
