using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>Names that stand more than once in a list.</summary>
internal static class Duplicates
{
    private const int PairwiseMax = 8; // up to here comparing each with each is cheaper than hashing
    private const int MaxShown = 20;

    /// <summary>The nodes of each name that stands more than once, at most twenty a name.</summary>
    public static IEnumerable<List<NameNode>> Of<T>(IReadOnlyList<T> nodes, Func<T, NameNode> nameOf)
    {
        if (nodes.Count <= PairwiseMax && !Any(nodes, nameOf)) return [];
        var groups = new Dictionary<string, List<NameNode>>(StringComparer.Ordinal);
        var order = new List<List<NameNode>>();
        foreach (var node in nodes)
        {
            var name = nameOf(node);
            if (!groups.TryGetValue(name.Value, out var group))
            {
                groups.Add(name.Value, group = []);
                order.Add(group);
            }

            if (group.Count < MaxShown) group.Add(name);
        }

        return order.Where(group => group.Count > 1);
    }

    private static bool Any<T>(IReadOnlyList<T> nodes, Func<T, NameNode> nameOf)
    {
        for (var i = 1; i < nodes.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (nameOf(nodes[i]).Value == nameOf(nodes[j]).Value) return true;
            }
        }

        return false;
    }
}
