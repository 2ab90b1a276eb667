using System.Text;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Templates;

/// <summary>
/// Compiles the pattern of a schema (ECMA 262) so that no input can make it run for long: without backtracking where the pattern allows that,
/// else with a time-out. Differences that schemas meet are translated: <c>$</c> is the very end, <c>\d</c> and <c>\w</c> are ASCII, <c>.</c> stops at every line end.
/// </summary>
internal static class EcmaPattern
{
    public const int MaxLength = 4096;

    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(200);

    public static Regex Compile(string pattern)
    {
        if (pattern.Length > MaxLength)
            throw new JsonSchemaException($"A pattern has {pattern.Length} characters; at most {MaxLength} are allowed.");
        try
        {
            var translated = Translate(pattern);
            try
            {
                return new Regex(translated, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
            catch (NotSupportedException)
            {
                return new Regex(translated, RegexOptions.CultureInvariant, TimeOut);
            }
        }
        catch (ArgumentException fault)
        {
            throw new JsonSchemaException($"The pattern '{pattern}' does not compile: {fault.Message}");
        }
    }

    private static string Translate(string pattern)
    {
        var text = new StringBuilder(pattern.Length + 16);
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length)
            {
                AppendEscape(text, pattern, ref i, inClass);
                continue;
            }
            if (c == '[' && !inClass)
            {
                inClass = true;
                text.Append(c);
                if (pattern.AsSpan(i + 1).StartsWith("^]"))
                    (_, i) = (text.Remove(text.Length - 1, 1).Append(@"[\s\S]"), i + 2);
                else if (pattern.AsSpan(i + 1).StartsWith("]"))
                    (_, i) = (text.Remove(text.Length - 1, 1).Append(@"[^\s\S]"), i + 1);
                else
                    continue;
                inClass = false;
                continue;
            }
            if (c == '[')
                text.Append(@"\[");
            else if (c == ']' && inClass)
                (_, inClass) = (text.Append(c), false);
            else if (c == '$' && !inClass)
                text.Append(@"\z");
            else if (c == '.' && !inClass)
                text.Append(@"[^\n\r\u2028\u2029]");
            else
                text.Append(c);
        }
        return text.ToString();
    }

    private static void AppendEscape(StringBuilder text, string pattern, ref int i, bool inClass)
    {
        var escaped = pattern[++i];
        var replacement = (escaped, inClass) switch
        {
            ('d', false) => "[0-9]",
            ('d', true) => "0-9",
            ('D', false) => "[^0-9]",
            ('w', false) => "[A-Za-z0-9_]",
            ('w', true) => "A-Za-z0-9_",
            ('W', false) => "[^A-Za-z0-9_]",
            ('s', false) => @"[\s\uFEFF]",
            ('s', true) => @"\s\uFEFF",
            ('S', false) => @"[^\s\uFEFF]",
            ('/', _) => "/",
            ('-', _) => @"\-",
            _ => null,
        };
        if (replacement is not null)
        {
            text.Append(replacement);
            return;
        }
        if (escaped is 'p' or 'P' && i + 1 < pattern.Length && pattern[i + 1] == '{')
        {
            var close = pattern.IndexOf('}', i);
            if (close > 0 && LongCategories.TryGetValue(pattern[(i + 2)..close], out var category))
            {
                text.Append('\\').Append(escaped).Append('{').Append(category).Append('}');
                i = close;
                return;
            }
        }
        if (escaped is 'Z' or 'A' or 'z' or 'G' or 'a' or 'e')
            throw new JsonSchemaException($"The pattern '{pattern}' uses \\{escaped}, which ECMA 262 does not have.");
        text.Append('\\').Append(escaped);
    }

    private static readonly Dictionary<string, string> LongCategories = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L", ["Uppercase_Letter"] = "Lu", ["Lowercase_Letter"] = "Ll", ["Mark"] = "M", ["Number"] = "N", ["Decimal_Number"] = "Nd",
        ["digit"] = "Nd", ["Punctuation"] = "P", ["Symbol"] = "S", ["Separator"] = "Z", ["Other"] = "C", ["Control"] = "Cc",
    };
}
