namespace GraphQLPlugins.Engine.TypeSystem.SchemaRules;

/// <summary>Names fit the grammar, and two underscores belong to introspection. Spec: Names, Reserved Names.</summary>
internal static class NameRules
{
    public static void Check(NamedType type, SchemaReport report) => Check(type.Name, type.Name, report);

    public static void Check(string name, string coordinate, SchemaReport report)
    {
        if (!IsName(name)) report.Add(coordinate, $"`{name}` is not a name: letters, digits and underscores, no digit first. Set one with [GraphQLName].");
        else if (name.StartsWith("__", StringComparison.Ordinal)) report.Add(coordinate, $"`{name}` starts with two underscores, which are reserved for introspection.", "HC0061");
    }

    /// <summary>Reports every name that stands twice.</summary>
    public static void CheckUnique(IEnumerable<string> names, string owner, string what, SchemaReport report)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!seen.Add(name)) report.Add($"{owner}.{name}", $"{owner} has two {what} of this name; rename one with [GraphQLName] or leave it out with [GraphQLIgnore].");
        }
    }

    private static bool IsName(string name)
    {
        if (name.Length == 0 || !(name[0] == '_' || char.IsAsciiLetter(name[0]))) return false;
        foreach (var c in name)
        {
            if (c != '_' && !char.IsAsciiLetterOrDigit(c)) return false;
        }
        return true;
    }
}
