using System.Globalization;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>
/// Which versions of a plugin will do. Three ways of writing are understood, by their shape: comparators (<c>&gt;=1.2 &lt;2 || ^3.1</c>, <c>~1.2</c>, <c>1.x</c>,
/// <c>1.2 - 2.3</c>), intervals (<c>[1.0,2.0)</c>, <c>(,1.5]</c>, <c>[1.0]</c>), and a version alone, which means it or any newer one; <c>=1.2</c> is that one only.
/// An empty text or <c>*</c> is any version. Compared are sort keys, so whatever scheme the versions follow.
/// </summary>
internal sealed class VersionRange
{
    public const int MaxLength = 255;

    /// <summary>What follows the end of a version in a key sorts after it, a pre-release word before: this is before every pre-release of the version.</summary>
    private const char BeforePreReleases = '1', End = '2';

    private static readonly string[] Operators = [">=", "<=", ">", "<", "^", "~", "="];

    private readonly Interval[] _anyOf;

    private VersionRange(string text, Interval[] anyOf) => (Text, _anyOf) = (text, anyOf);

    /// <summary>Every version.</summary>
    public static VersionRange Any { get; } = new("*", [default]);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    public override string ToString() => Text;

    /// <summary>The version or any newer one.</summary>
    public static VersionRange AtLeast(string version) => new($">={version}", [new Interval(VersionOrder.SortKey(version), true, null, false)]);

    /// <summary>Whether a version of this sort key is in it.</summary>
    public bool Holds(string sortKey)
    {
        foreach (var interval in _anyOf)
            if (interval.Holds(sortKey))
                return true;
        return false;
    }

    /// <summary>Null when the text is no range.</summary>
    public static VersionRange? TryParse(string? text)
    {
        text = text?.Trim() ?? "";
        if (text.Length > MaxLength)
            return null;
        if (text is "" or "*" or "x" or "X" or "latest")
            return Any;
        var parts = text[0] is '[' or '(' ? Intervals(text) : text.Split("||").Select(Comparators).ToList();
        return parts is null || parts.Contains(null) ? null : new VersionRange(text, [.. parts.Select(part => part!.Value)]);
    }

    /// <summary><c>[1,2),[3,4)</c>: a comma between brackets separates, one within them divides the bounds.</summary>
    private static List<Interval?>? Intervals(string text)
    {
        var intervals = new List<Interval?>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.AsSpan(start).IndexOfAny(']', ')') + start;
            if (end <= start || text[start] is not ('[' or '('))
                return null;
            intervals.Add(Bracket(text[start] == '[', text[(start + 1)..end], text[end] == ']'));
            start = end + 1;
            while (start < text.Length && text[start] is ',' or ' ')
                start++;
        }
        return intervals;
    }

    private static Interval? Bracket(bool fromIncluded, string inner, bool toIncluded)
    {
        var bounds = inner.Split(',', StringSplitOptions.TrimEntries);
        if (bounds.Length > 2 || bounds.Any(bound => bound.Any(char.IsWhiteSpace)))
            return null;
        if (bounds.Length == 1)
            return bounds[0].Length > 0 && fromIncluded && toIncluded ? Exactly(bounds[0]) : null;
        return new Interval(
            bounds[0].Length == 0 ? null : VersionOrder.SortKey(bounds[0]), fromIncluded,
            bounds[1].Length == 0 ? null : toIncluded ? VersionOrder.SortKey(bounds[1]) : Below(bounds[1]), toIncluded);
    }

    /// <summary>Comparators with spaces between, all of which must hold.</summary>
    private static Interval? Comparators(string text)
    {
        var words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        if (words is [var from, "-", var to])
            return Joined(Word(">=" + from), Word(IsPartial(to) ? to : "<=" + to) is { } upper ? upper with { From = null } : null);
        Interval? all = new Interval();
        for (var i = 0; i < words.Length && all is not null; i++)
        {
            // An operator may stand apart from its version.
            var word = Operators.Contains(words[i]) && i + 1 < words.Length ? words[i] + words[++i] : words[i];
            all = Joined(all, Word(word));
        }
        return words.Length == 0 ? null : all;
    }

    private static Interval? Word(string word)
    {
        var op = Operators.FirstOrDefault(candidate => word.StartsWith(candidate, StringComparison.Ordinal)) ?? "";
        var version = word[op.Length..];
        if (version is "*" or "x" or "X")
            return new Interval();
        if (version.Length is 0 or > VersionOrder.MaxLength || version.IndexOfAny(['<', '>', '=', '^', '~', '[', ']', '(', ')', '|', '*']) is >= 0 and var at && !(version[at] == '*' && version.EndsWith(".*", StringComparison.Ordinal)))
            return null;
        if (IsPartial(version) && op is "^")
            version = version[..version.LastIndexOf('.')];
        if (IsPartial(version))
            return op is "" or "=" or "~" ? Wildcard(version) : null;
        return op switch
        {
            "<" => new Interval(null, false, Below(version), false),
            "<=" => new Interval(null, false, VersionOrder.SortKey(version), true),
            ">" => new Interval(VersionOrder.SortKey(version), false, null, false),
            "=" => Exactly(version),
            "~" => UpTo(version, Numbers(version).Length >= 2 ? 1 : 0),
            "^" => UpTo(version, Math.Max(0, Array.FindIndex(Numbers(version), number => number != "0"))),
            _ => new Interval(VersionOrder.SortKey(version), true, null, false),
        };
    }

    /// <summary><c>1.x</c>, <c>1.2.*</c>: everything that begins so.</summary>
    private static Interval? Wildcard(string version)
    {
        var known = version[..version.LastIndexOf('.')];
        return UpTo(known, Numbers(known).Length - 1) is { } interval ? interval with { From = Below(known) } : null;
    }

    private static bool IsPartial(string version) => version.EndsWith(".x", StringComparison.OrdinalIgnoreCase) || version.EndsWith(".*", StringComparison.Ordinal);

    /// <summary>From the version to below the next one that differs in the number at a place, or before it.</summary>
    private static Interval? UpTo(string version, int place)
    {
        var numbers = Numbers(version);
        if (numbers.Length <= place || place < 0 || !long.TryParse(numbers[place], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var next = string.Join('.', [.. numbers[..place], (number + 1).ToString(CultureInfo.InvariantCulture)]);
        return new Interval(VersionOrder.SortKey(version), true, Below(next), false);
    }

    /// <summary>The numbers that a version begins with.</summary>
    private static string[] Numbers(string version) =>
        [.. version.TrimStart('v', 'V').Split('-', '+')[0].Split('.').TakeWhile(part => part.Length is > 0 and < 19 && part.All(char.IsAsciiDigit))];

    private static Interval Exactly(string version) => new(VersionOrder.SortKey(version), true, VersionOrder.SortKey(version), true);

    /// <summary>The end of what is older than a version; its own pre-releases are not.</summary>
    private static string Below(string version)
    {
        var key = VersionOrder.SortKey(version);
        return key.Length > 0 && key[^1] == End && !VersionOrder.IsPreRelease(version) ? key[..^1] + BeforePreReleases : key;
    }

    private static Interval? Joined(Interval? left, Interval? right)
    {
        if (left is not { } a || right is not { } b)
            return null;
        var from = a.From is null ? (b.From, b.FromIncluded)
            : b.From is null ? (a.From, a.FromIncluded)
            : string.CompareOrdinal(a.From, b.From) is var order && order == 0 ? (a.From, a.FromIncluded && b.FromIncluded) : order > 0 ? (a.From, a.FromIncluded) : (b.From, b.FromIncluded);
        var to = a.To is null ? (b.To, b.ToIncluded)
            : b.To is null ? (a.To, a.ToIncluded)
            : string.CompareOrdinal(a.To, b.To) is var other && other == 0 ? (a.To, a.ToIncluded && b.ToIncluded) : other < 0 ? (a.To, a.ToIncluded) : (b.To, b.ToIncluded);
        return new Interval(from.Item1, from.Item2, to.Item1, to.Item2);
    }

    /// <summary>Between two sort keys; null is open.</summary>
    private readonly record struct Interval(string? From, bool FromIncluded, string? To, bool ToIncluded)
    {
        public bool Holds(string key) =>
            (From is null || string.CompareOrdinal(key, From) is var low && (low > 0 || (low == 0 && FromIncluded)))
            && (To is null || string.CompareOrdinal(key, To) is var high && (high < 0 || (high == 0 && ToIncluded)));
    }
}
