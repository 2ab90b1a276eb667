using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>One key of an order over a query.</summary>
/// <param name="Selector">The key of an item.</param>
/// <param name="Descending">Down, not up.</param>
/// <param name="IsNullable">Whether rows can have none.</param>
internal sealed record OrderKey(LambdaExpression Selector, bool Descending, bool IsNullable)
{
    public Type Type => Selector.ReturnType;

    /// <summary>The path of members from the item, or null when the key is computed.</summary>
    public string? Path
    {
        get
        {
            var names = new List<string>();
            var current = Selector.Body;
            while (current is MemberExpression { Expression: { } inner } member)
            {
                names.Insert(0, member.Member.Name);
                current = inner;
            }
            return current == Selector.Parameters[0] && names.Count > 0 ? string.Join('.', names) : null;
        }
    }

    /// <summary>The key in words, for the fingerprint of cursors.</summary>
    public string Words => $"{Path ?? Selector.Body.ToString()}:{Type.Name}:{(Descending ? "d" : "a")}";
}
