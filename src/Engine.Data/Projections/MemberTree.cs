using System.Text;

namespace GraphQLPlugins.Engine.Data.Projections;

/// <summary>The members of a CLR type that a selection reads, with what it reads of nested ones.</summary>
internal sealed class MemberTree
{
    private readonly SortedDictionary<string, MemberTree?> _members = new(StringComparer.Ordinal);

    /// <summary>Whether something reads the object in a way that cannot be seen: then all its own values are needed.</summary>
    public bool All { get; set; }

    /// <summary>The members; with a tree where they are objects or lists of objects.</summary>
    public IReadOnlyDictionary<string, MemberTree?> Members => _members;

    public void Add(string member) => _members.TryAdd(member, null);

    /// <summary>The tree of a nested object; made when it is not there.</summary>
    public MemberTree Nested(string member)
    {
        if (!_members.TryGetValue(member, out var nested) || nested is null) _members[member] = nested = new MemberTree();
        return nested;
    }

    /// <summary>Everything in one text; equal trees have equal texts.</summary>
    public override string ToString() => Append(new StringBuilder()).ToString();

    private StringBuilder Append(StringBuilder text)
    {
        if (All) text.Append('*');
        foreach (var (name, nested) in _members)
        {
            text.Append(name).Append(' ');
            if (nested is not null) nested.Append(text.Append('{')).Append('}');
        }
        return text;
    }
}
