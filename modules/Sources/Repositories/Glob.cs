using System.Text;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>
/// A pattern for paths and branch names: <c>*</c> and <c>?</c> within a segment, <c>**</c> across segments, <c>[a-z]</c>, <c>{a,b}</c>,
/// and <c>\</c> before a character that means itself. Names that start with a dot match like others. Linear in the text's length.
/// </summary>
internal sealed class Glob
{
    public const int MaxLength = 256;
    private const int MaxNesting = 3;
    private readonly Regex _regex;

    private Glob(Regex regex) => _regex = regex;

    public bool Matches(string text) => _regex.IsMatch(text);

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why.</exception>
    public static Glob Parse(string pattern)
    {
        if (pattern.Length == 0) throw new FormatException("The pattern is empty.");
        if (pattern.Length > MaxLength) throw new FormatException($"The pattern has {pattern.Length} characters; at most {MaxLength} are allowed.");
        if (pattern.Any(char.IsControl)) throw new FormatException("The pattern holds a control character.");
        if (pattern[0] == '/') throw new FormatException("The pattern starts with a slash; paths are relative to the repository.");
        if (pattern[0] == '!') throw new FormatException("The pattern starts with an exclamation mark; exclude files with a pattern of their own.");
        if (pattern.Split('/').Contains("..")) throw new FormatException("The pattern leads out of the repository.");
        var regex = new StringBuilder("^");
        var nesting = 0;
        for (var i = 0; i < pattern.Length;) i = Translate(pattern, i, regex, ref nesting);
        if (nesting > 0) throw new FormatException("A { is not closed.");
        return new Glob(new Regex(regex.Append("\\z").ToString(), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline));
    }

    /// <returns>The position after what was translated.</returns>
    private static int Translate(string pattern, int at, StringBuilder regex, ref int nesting)
    {
        switch (pattern[at])
        {
            case '*':
                return Stars(pattern, at, regex);
            case '?':
                regex.Append("[^/]");
                return at + 1;
            case '[':
                return Class(pattern, at, regex);
            case '{':
                if (++nesting > MaxNesting) throw new FormatException($"Braces are nested more than {MaxNesting} deep.");
                regex.Append("(?:");
                return at + 1;
            case '}' when nesting > 0:
                nesting--;
                regex.Append(')');
                return at + 1;
            case ',' when nesting > 0:
                regex.Append('|');
                return at + 1;
            case '\\':
                if (at + 1 == pattern.Length) throw new FormatException("The pattern ends with a backslash.");
                regex.Append(Regex.Escape(pattern[at + 1].ToString()));
                return at + 2;
            default:
                regex.Append(Regex.Escape(pattern[at].ToString()));
                return at + 1;
        }
    }

    private static int Stars(string pattern, int at, StringBuilder regex)
    {
        var end = at;
        while (end < pattern.Length && pattern[end] == '*') end++;
        var startsSegment = at == 0 || pattern[at - 1] is '/' or '{' or ',';
        var endsSegment = end == pattern.Length || pattern[end] is '/' or '}' or ',';
        if (end - at < 2 || !startsSegment || !endsSegment)
        {
            regex.Append(startsSegment && endsSegment ? "[^/]+" : "[^/]*");
            return end;
        }
        if (end < pattern.Length && pattern[end] == '/')
        {
            regex.Append("(?:[^/]+/)*");
            return end + 1;
        }
        regex.Append(".+");
        return end;
    }

    private static int Class(string pattern, int at, StringBuilder regex)
    {
        var end = pattern.IndexOf(']', at + 2 <= pattern.Length ? at + 2 : at);
        if (end < 0) throw new FormatException("A [ is not closed.");
        var inner = pattern[(at + 1)..end];
        var negated = inner[0] is '!' or '^';
        if (negated) inner = inner[1..];
        if (inner.Length == 0 || inner.Contains('/')) throw new FormatException("A [ ] holds nothing or a slash.");
        for (var i = 1; i < inner.Length - 1; i++)
            if (inner[i] == '-' && inner[i - 1] > inner[i + 1]) throw new FormatException($"The range {inner[(i - 1)..(i + 2)]} is the wrong way round.");
        regex.Append(negated ? "[^/" : "[");
        foreach (var c in inner) regex.Append(c is '\\' or '[' or ']' or '^' ? $"\\{c}" : c.ToString());
        regex.Append(']');
        return end + 1;
    }
}
