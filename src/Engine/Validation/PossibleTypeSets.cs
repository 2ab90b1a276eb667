using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>The possible types of each composite type as a bit set, so that "can these overlap" costs a few operations. Made once a schema.</summary>
internal sealed class PossibleTypeSets
{
    private static readonly ConditionalWeakTable<Schema, PossibleTypeSets> BySchema = [];
    private readonly ulong[]?[] _sets;

    private PossibleTypeSets(Schema schema)
    {
        _sets = new ulong[schema.Types.Count][];
        var words = (schema.Types.Count + 63) / 64;
        foreach (var type in schema.Types)
        {
            if (!type.IsComposite) continue;
            var set = new ulong[words];
            foreach (var possible in schema.GetPossibleTypes(type)) set[possible.Index >> 6] |= 1UL << possible.Index;
            _sets[type.Index] = set;
        }
    }

    public static PossibleTypeSets Of(Schema schema) => BySchema.GetValue(schema, static s => new PossibleTypeSets(s));

    /// <summary>Whether an object can be of both types; true when one of them is not composite.</summary>
    public bool Overlap(NamedType left, NamedType right)
    {
        if (ReferenceEquals(left, right) || _sets[left.Index] is not { } a || _sets[right.Index] is not { } b) return true;
        for (var i = 0; i < a.Length; i++)
        {
            if ((a[i] & b[i]) != 0) return true;
        }

        return false;
    }

    /// <summary>Whether every object of the one type is of the other: spec 5.8.5, IsSubType for input is equality, so this serves output types.</summary>
    public bool Contains(NamedType abstractType, NamedType type) =>
        ReferenceEquals(abstractType, type)
        || (_sets[abstractType.Index] is { } set && type is ObjectType && (set[type.Index >> 6] & (1UL << type.Index)) != 0);
}
