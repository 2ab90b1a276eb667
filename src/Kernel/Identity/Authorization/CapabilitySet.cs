using System.Collections.Frozen;

namespace GraphQLPlugins.Kernel.Identity.Authorization;

/// <summary>
/// What somebody may do. A capability is <c>family:level</c>, where <c>admin</c> holds <c>write</c> and <c>write</c> holds <c>read</c>;
/// or <c>plugins:install:pattern</c>, where <c>*</c> in the pattern stands for any text; <c>family:*</c> and <c>*</c> hold everything below them.
/// </summary>
public sealed class CapabilitySet
{
    private const string InstallPrefix = "plugins:install:";

    private static readonly FrozenDictionary<string, string[]> Families = new Dictionary<string, string[]>
    {
        ["catalog"] = ["read", "write", "admin"],
        ["options"] = ["read", "write", "secrets"],
        ["integrations"] = ["read", "write", "admin"],
        ["apps"] = ["publish"],
        ["sources"] = ["read", "write"],
        ["projects"] = ["read", "write"],
        ["tokens"] = ["read", "write"],
        ["audit"] = ["read"],
        ["documents"] = ["read", "write"],
    }.ToFrozenDictionary();

    private readonly string[] _held;
    private readonly FrozenSet<string> _exact;

    /// <summary>Of the capabilities given; unknown ones hold nothing but themselves.</summary>
    public CapabilitySet(IEnumerable<string> held)
    {
        _held = [.. held.SelectMany(c => c == "catalog:admin" ? [c, "plugins:*"] : new[] { c }).Distinct()];
        _exact = _held.SelectMany(Implied).ToFrozenSet();
    }

    /// <summary>All that there are, for messages.</summary>
    public static string Known { get; } =
        string.Join(", ", Families.SelectMany(f => f.Value.Select(level => $"{f.Key}:{level}")).Append(InstallPrefix + "<pattern>").Append("<family>:*").Append("*"));

    /// <summary>Nothing at all.</summary>
    public static CapabilitySet None { get; } = new([]);

    /// <summary>What was granted, as it was written.</summary>
    public IReadOnlyList<string> Granted => _held;

    /// <summary>Reads a list with spaces between, as OAuth writes scopes.</summary>
    public static CapabilitySet Parse(string list) => new(list.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Whether there is such a capability.</summary>
    public static bool IsKnown(string capability)
    {
        if (capability == "*") return true;
        if (capability.StartsWith(InstallPrefix, StringComparison.Ordinal)) return capability.Length > InstallPrefix.Length && !capability.Any(char.IsWhiteSpace);
        var colon = capability.IndexOf(':');
        if (colon < 0) return false;
        var family = capability[..colon];
        var level = capability[(colon + 1)..];
        return (Families.TryGetValue(family, out var levels) && (level == "*" || levels.Contains(level))) || capability == "plugins:*";
    }

    /// <summary>Whether this holds all that <paramref name="wanted"/> stands for; a <c>*</c> in it is only held by a <c>*</c>.</summary>
    public bool Covers(string wanted)
    {
        if (_exact.Contains(wanted)) return true;
        foreach (var held in _held)
            if (held.Contains('*') && Matches(held, wanted)) return true;
        return false;
    }

    private static IEnumerable<string> Implied(string capability)
    {
        yield return capability;
        var colon = capability.IndexOf(':');
        if (colon < 0 || !Families.TryGetValue(capability[..colon], out _)) yield break;
        var family = capability[..colon];
        if (capability.EndsWith(":admin", StringComparison.Ordinal)) yield return $"{family}:write";
        if (capability.EndsWith(":admin", StringComparison.Ordinal) || capability.EndsWith(":write", StringComparison.Ordinal)) yield return $"{family}:read";
    }

    /// <summary>Two positions and one place to go back to: linear in practice, never exponential.</summary>
    private static bool Matches(string pattern, string text)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
