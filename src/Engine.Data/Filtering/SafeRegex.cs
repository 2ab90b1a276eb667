using System.Text;
using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>
/// Regular expressions from clients: only what PostgreSQL and .NET read alike and both match in linear time. Refused are back references, look-around,
/// named groups, inline options, word boundaries and repetitions that multiply to more than 1,000.
/// </summary>
public static class SafeRegex
{
    private const int MaxRepetition = 255;
    private const int MaxExpansion = 1_000;
    private const int CachedPatterns = 256;
    private static readonly ConcurrentDictionary<(string, bool), Regex> Cache = new();

    /// <summary>The pattern itself. Errors: <see cref="GraphQLException"/> naming what is wrong with it.</summary>
    public static string Check(string pattern, DataLimits limits)
    {
        if (pattern.Length > limits.MaxPatternLength)
            throw DataErrors.Limit("The length of a regular expression", nameof(limits.MaxPatternLength), limits.MaxPatternLength, pattern.Length);
        FilterValues.CheckText(pattern, limits);
        if (Refuse(pattern) is { } reason) throw DataErrors.InvalidRegex(pattern, reason);
        return pattern;
    }

    /// <summary>The pattern for a whole text.</summary>
    public static string Anchored(string pattern, DataLimits limits) => $"^(?:{Check(pattern, limits)})$";

    /// <summary>Why a pattern is refused; null when it is fine.</summary>
    public static string? Refuse(string pattern)
    {
        if (new Walk(pattern).Run() is { } reason) return reason;
        try
        {
            _ = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            // The larger one must be possible too.
            _ = new Regex(InMemory(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return null;
        }
        catch (RegexParseException e)
        {
            return $"it is not well-formed at character {e.Offset + 1}.";
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            return "it is too complex.";
        }
    }

    /// <summary>Matches in memory, as the database would.</summary>
    public static bool IsMatch(string text, string pattern, bool ignoreCase)
    {
        if (Cache.TryGetValue((pattern, ignoreCase), out var known)) return known.IsMatch(text);
        if (Cache.Count > CachedPatterns) Cache.Clear();
        return Cache.GetOrAdd((pattern, ignoreCase), static key => new Regex(
            InMemory(key.Item1),
            RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (key.Item2 ? RegexOptions.IgnoreCase : RegexOptions.None))).IsMatch(text);
    }

    /// <summary>
    /// The pattern as .NET must be told it. There <c>$</c> stands before a last line's end too, brackets that leave something out match a line's end, and a character
    /// may be two; none of which is so in PostgreSQL as EF Core calls it.
    /// </summary>
    private static string InMemory(string pattern)
    {
        const string pair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";
        var text = new StringBuilder(pattern.Length + 4);
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    text.Append(pattern, i++, 2);
                    break;
                case '$':
                    text.Append(@"\z");
                    break;
                case '.':
                    text.Append($@"(?:[^\n\uD800-\uDFFF]|{pair})");
                    break;
                case '[':
                    var end = EndOfBrackets(pattern, i);
                    var content = pattern.AsSpan(i + 1, end - i - 1);
                    // What stands first may stand for itself only there.
                    if (content[0] == '^') text.Append(@"(?:[^\n\uD800-\uDFFF").Append(content[1] == ']' ? @"\" : "").Append(content[1..]).Append($"]|{pair})");
                    else text.Append('[').Append(content).Append(']');
                    i = end;
                    break;
                default:
                    text.Append(pattern[i]);
                    break;
            }
        }
        return text.ToString();
    }

    private static int EndOfBrackets(string pattern, int start)
    {
        var first = start + (pattern[start + 1] == '^' ? 2 : 1);
        for (var i = first; ; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] == ']' && i > first) return i;
        }
    }

    /// <summary>One pass over a pattern. Sizes count how many times a part is repeated in the worst case.</summary>
    private ref struct Walk(string pattern)
    {
        private readonly string _pattern = pattern;
        private int _position;

        public string? Run()
        {
            var reason = Alternatives(0, out var size);
            if (reason is not null) return reason;
            if (_position < _pattern.Length) return "a closing parenthesis has no opening one.";
            return size > MaxExpansion ? $"its repetitions multiply to more than {MaxExpansion}." : null;
        }

        private string? Alternatives(int depth, out long size)
        {
            size = 0;
            if (depth > 20) return "its groups are nested too deeply.";
            while (_position < _pattern.Length && _pattern[_position] != ')')
            {
                if (Atom(depth, out var atom) is { } wrong) return wrong;
                if (Quantifier(out var times) is { } bad) return bad;
                size += atom * times;
                if (size > MaxExpansion) return $"its repetitions multiply to more than {MaxExpansion}.";
            }
            size = Math.Max(size, 1);
            return null;
        }

        private string? Atom(int depth, out long size)
        {
            size = 1;
            var c = _pattern[_position++];
            switch (c)
            {
                case '(':
                    if (_position < _pattern.Length && _pattern[_position] == '?')
                    {
                        if (!_pattern.AsSpan(_position).StartsWith("?:")) return "look-around, named groups and options are not allowed.";
                        _position += 2;
                    }
                    if (Alternatives(depth + 1, out size) is { } reason) return reason;
                    if (_position == _pattern.Length) return "a parenthesis is not closed.";
                    _position++;
                    return null;
                case '[':
                    return Class();
                case '\\':
                    return Escape();
                case '*' or '+' or '?':
                    return "there is nothing to repeat.";
                case '{':
                    return "write a brace that stands for itself as \\{.";
                default:
                    return null;
            }
        }

        private string? Escape()
        {
            if (_position == _pattern.Length) return "it ends with a backslash.";
            var c = _pattern[_position++];
            if (!char.IsAsciiLetterOrDigit(c) || c is 'd' or 'D' or 'w' or 'W' or 's' or 'S' or 'n' or 'r' or 't') return null;
            return char.IsAsciiDigit(c) ? "back references are not allowed." : $"the escape \\{c} is not allowed.";
        }

        private string? Class()
        {
            if (_position < _pattern.Length && _pattern[_position] == '^') _position++;
            var first = true;
            while (_position < _pattern.Length)
            {
                var c = _pattern[_position++];
                if (c == ']' && !first) return null;
                first = false;
                if (c == '[') return "write a bracket inside of brackets as \\[.";
                if (c == '\\' && Escape() is { } reason) return reason;
                if (c == '-' && _position < _pattern.Length && _pattern[_position] == '[') return "brackets cannot be subtracted from each other.";
            }
            return "a bracket is not closed.";
        }

        private string? Quantifier(out long times)
        {
            times = 1;
            if (_position == _pattern.Length) return null;
            switch (_pattern[_position])
            {
                case '*' or '+' or '?':
                    _position++;
                    break;
                case '{':
                    var end = _pattern.IndexOf('}', _position);
                    if (end < 0) return "a brace is not closed.";
                    var bounds = _pattern[(_position + 1)..end].Split(',');
                    if (bounds.Length > 2 || !int.TryParse(bounds[0], System.Globalization.NumberStyles.None, null, out var minimum)) return "the numbers in braces are not well-formed.";
                    var maximum = minimum;
                    if (bounds.Length == 2 && bounds[1].Length > 0 && !int.TryParse(bounds[1], System.Globalization.NumberStyles.None, null, out maximum)) return "the numbers in braces are not well-formed.";
                    if (maximum < minimum || maximum > MaxRepetition) return $"the numbers in braces must be in order and at most {MaxRepetition}.";
                    times = Math.Max(1, maximum);
                    _position = end + 1;
                    break;
                default:
                    return null;
            }
            if (_position < _pattern.Length && _pattern[_position] == '?') _position++;
            return _position < _pattern.Length && _pattern[_position] is '*' or '+' or '{' ? "a repetition is repeated." : null;
        }
    }
}
