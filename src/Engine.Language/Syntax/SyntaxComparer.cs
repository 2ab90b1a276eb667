namespace GraphQLPlugins.Engine.Language;

/// <summary>Equality of values by what they say; locations do not count.</summary>
public static class SyntaxComparer
{
    /// <summary>True when both say the same. Fields of an input object may stand in any order; <c>1</c> and <c>1.0</c> differ.</summary>
    public static bool AreEqual(IValueNode? left, IValueNode? right)
    {
        if (ReferenceEquals(left, right)) return true;
        if (left is null || right is null || left.Kind != right.Kind) return false;
        return left switch
        {
            VariableNode variable => variable.Name.Value == ((VariableNode)right).Name.Value,
            IntValueNode number => number.Value == ((IntValueNode)right).Value,
            FloatValueNode number => number.Value == ((FloatValueNode)right).Value,
            StringValueNode text => text.Value == ((StringValueNode)right).Value,
            BooleanValueNode boolean => boolean.Value == ((BooleanValueNode)right).Value,
            EnumValueNode value => value.Value == ((EnumValueNode)right).Value,
            NullValueNode => true,
            ListValueNode list => AreEqual(list.Items, ((ListValueNode)right).Items),
            ObjectValueNode value => AreEqual(value.Fields, ((ObjectValueNode)right).Fields),
            _ => false
        };
    }

    /// <summary>True when both name the same type with the same wrappers.</summary>
    public static bool AreEqual(ITypeNode? left, ITypeNode? right) => (left, right) switch
    {
        (null, null) => true,
        (NamedTypeNode l, NamedTypeNode r) => l.Name.Value == r.Name.Value,
        (ListTypeNode l, ListTypeNode r) => AreEqual(l.Type, r.Type),
        (NonNullTypeNode l, NonNullTypeNode r) => AreEqual(l.Type, r.Type),
        _ => false
    };

    private static bool AreEqual(IReadOnlyList<IValueNode> left, IReadOnlyList<IValueNode> right)
    {
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i], right[i])) return false;
        }

        return true;
    }

    private static bool AreEqual(IReadOnlyList<ObjectFieldNode> left, IReadOnlyList<ObjectFieldNode> right)
    {
        if (left.Count != right.Count) return false;
        if (!HaveSameNamesInOrder(left, right))
        {
            left = Sorted(left);
            right = Sorted(right);
            if (!HaveSameNamesInOrder(left, right)) return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!AreEqual(left[i].Value, right[i].Value)) return false;
        }

        return true;
    }

    private static bool HaveSameNamesInOrder(IReadOnlyList<ObjectFieldNode> left, IReadOnlyList<ObjectFieldNode> right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (left[i].Name.Value != right[i].Name.Value) return false;
        }

        return true;
    }

    private static ObjectFieldNode[] Sorted(IReadOnlyList<ObjectFieldNode> fields) =>
        [.. fields.OrderBy(field => field.Name.Value, StringComparer.Ordinal)];
}
