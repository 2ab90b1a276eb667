using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>One key of an order over a query.</summary>
/// <param name="Selector">The key of an item.</param>
/// <param name="Descending">Down, not up.</param>
/// <param name="IsNullable">Whether rows can have none.</param>
internal sealed record OrderKey(LambdaExpression Selector, bool Descending, bool IsNullable)
{
    public Type Type => Selector.ReturnType;

    /// <summary>Of what kind the times of the key's column are; null for other keys.</summary>
    public DateTimeKind? TimeKind { get; init; }

    /// <summary>The path of members from the item, or null when the key is computed.</summary>
    public string? Path
    {
        get
        {
            var names = new List<string>();
            var current = Selector.Body is UnaryExpression { NodeType: ExpressionType.Convert } widened ? widened.Operand : Selector.Body;
            while (current is MemberExpression { Expression: { } inner } member)
            {
                names.Insert(0, member.Member.Name);
                current = inner;
            }
            return current == Selector.Parameters[0] && names.Count > 0 ? string.Join('.', names) : null;
        }
    }

    /// <summary>The key of an item as a type that has null: a number of an object of another table is none where there is no such object.</summary>
    public static LambdaExpression WithNull(LambdaExpression selector)
    {
        var type = selector.ReturnType;
        return type.IsValueType && Nullable.GetUnderlyingType(type) is null
            ? Expression.Lambda(Expression.Convert(selector.Body, typeof(Nullable<>).MakeGenericType(type)), selector.Parameters)
            : selector;
    }

    /// <summary>The key in words, for the fingerprint of cursors.</summary>
    public string Words => $"{Path ?? Selector.Body.ToString()}:{Type.Name}:{(Descending ? "d" : "a")}";
}
