using System.Text;

namespace GraphQLPlugins.Engine.Data.Tests.Differential;

/// <summary>An order and what it means, written down without the engine. Items that are alike stand by their ids.</summary>
/// <param name="Input">The argument; null: none is given.</param>
/// <param name="Keys">What is compared, by priority: of a thing in the database, or (true) in memory.</param>
internal sealed record RandomOrder(InputNode? Input, IReadOnlyList<(Func<Thing, bool, object?> Read, bool Descending)> Keys)
{
    private static readonly (string Path, Func<Thing, bool, object?> Read)[] Members =
    [
        ("name", (t, _) => t.Name), ("remark", (t, _) => t.Remark), ("count", (t, _) => t.Count), ("big", (t, _) => t.Big), ("small", (t, _) => t.Small), ("price", (t, _) => t.Price),
        ("ratio", (t, _) => t.Ratio), ("isOn", (t, _) => t.IsOn), ("isSure", (t, _) => t.IsSure), ("shade", (t, _) => t.Shade), ("key", (t, _) => t.Key), ("otherKey", (t, _) => t.OtherKey),
        // The column holds the names.
        ("tint", (t, inMemory) => inMemory ? t.Tint : t.Tint?.ToString()), ("link", (t, _) => t.Link?.ToString()),
        ("seenAt", (t, _) => t.SeenAt), ("madeAt", (t, _) => t.MadeAt), ("localAt", (t, _) => t.LocalAt), ("day", (t, _) => t.Day), ("clock", (t, _) => t.Clock), ("span", (t, _) => t.Span),
        ("id", (t, _) => t.Id), ("owner.name", (t, _) => t.Owner?.Name), ("owner.rank", (t, _) => t.Owner?.Rank), ("detail.text", (t, _) => t.Detail?.Text), ("detail.score", (t, _) => t.Detail?.Score),
    ];

    public static RandomOrder Make(Random random)
    {
        var items = new List<InputNode>();
        var keys = new List<(Func<Thing, bool, object?>, bool)>();
        for (var i = random.Next(4); i > 0; i--)
        {
            var fields = new List<(string, InputNode)>();
            for (var k = random.Next(1, 3); k > 0; k--)
            {
                var (path, read) = Members[random.Next(Members.Length)];
                var descending = random.Next(2) == 0;
                var parts = path.Split('.');
                if (fields.Exists(f => f.Item1 == parts[0])) continue;
                var direction = InputNode.Name("SortEnumType", descending ? "DESC" : "ASC");
                var type = parts[0] == "owner" ? "OwnerSortInput" : "DetailSortInput";
                fields.Add((parts[0], parts.Length == 1 ? direction : new InputNode.Map(type, [(parts[1], direction)])));
                keys.Add((read, descending));
            }
            items.Add(new InputNode.Map("ThingSortInput!", fields));
        }
        var input = items.Count == 0 && random.Next(2) == 0 ? null : new InputNode.Many("[ThingSortInput!]", items, random.Next(2) == 0);
        return new RandomOrder(input, keys);
    }

    /// <summary>The rows in this order. Null is the largest in the database, and the smallest in memory.</summary>
    public List<Thing> Apply(IEnumerable<Thing> things, bool inMemory) => [.. things.OrderBy(t => t, Comparer<Thing>.Create((left, right) =>
    {
        foreach (var (read, descending) in Keys)
        {
            var order = Compare(read(left, inMemory), read(right, inMemory), inMemory);
            if (order != 0) return descending ? -order : order;
        }
        return left.Id.CompareTo(right.Id);
    }))];

    private static int Compare(object? left, object? right, bool inMemory)
    {
        if (left is null || right is null) return (left is null ? 0 : 1).CompareTo(right is null ? 0 : 1) * (inMemory ? 1 : -1);
        return left is string a && right is string b
            ? Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))
            : Comparer<object>.Default.Compare(left, right);
    }
}
