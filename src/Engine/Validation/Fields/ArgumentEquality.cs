using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Validation.Fields;

/// <summary>Whether two uses of a field have the same arguments, in any order. As in the reference implementation <c>"a"</c> and <c>"""a"""</c> differ.</summary>
internal static class ArgumentEquality
{
    private const int PairwiseMax = 8;

    public static bool AreEqual(IReadOnlyList<ArgumentNode> left, IReadOnlyList<ArgumentNode> right)
    {
        if (left.Count != right.Count) return false;
        var byName = right.Count > PairwiseMax ? ByName(right) : null;
        foreach (var argument in left)
        {
            var other = byName is null ? FindLast(right, argument.Name.Value) : byName.GetValueOrDefault(argument.Name.Value);
            if (other is null || !AreEqual(argument.Value, other)) return false;
        }

        return true;
    }

    private static IValueNode? FindLast(IReadOnlyList<ArgumentNode> arguments, string name)
    {
        for (var i = arguments.Count - 1; i >= 0; i--)
        {
            if (arguments[i].Name.Value == name) return arguments[i].Value;
        }

        return null;
    }

    private static Dictionary<string, IValueNode> ByName(IReadOnlyList<ArgumentNode> arguments)
    {
        var byName = new Dictionary<string, IValueNode>(StringComparer.Ordinal);
        foreach (var argument in arguments) byName[argument.Name.Value] = argument.Value;
        return byName;
    }

    private static bool AreEqual(IValueNode left, IValueNode right) =>
        SyntaxComparer.AreEqual(left, right) && HaveSameBlocks(left, right);

    private static bool HaveSameBlocks(IValueNode left, IValueNode right) => (left, right) switch
    {
        (StringValueNode l, StringValueNode r) => l.Block == r.Block,
        (ListValueNode l, ListValueNode r) => l.Items.Zip(r.Items, HaveSameBlocks).All(same => same),
        (ObjectValueNode l, ObjectValueNode r) => l.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal)
            .Zip(r.Fields.OrderBy(f => f.Name.Value, StringComparer.Ordinal), (a, b) => HaveSameBlocks(a.Value, b.Value))
            .All(same => same),
        _ => true
    };
}
