using System.Text.RegularExpressions;

namespace GraphQLPlugins.Engine.Tests.Differential;

/// <summary>Breaks documents between and inside their tokens.</summary>
internal static partial class TokenMutator
{
    private static readonly string[] Foreign =
    [
        "{", "}", "(", ")", "[", "]", ":", "=", "!", "|", "&", "@", "$", "...", "..", ".", "?", "%", "'", "\"", "\"\"\"", "\"\"", "\\", "#", ",", "\uFEFF", "\u0000", "\u2028",
        "é", "\U0001F600", "0", "00", "01", "-", "-0", "1.", "1.5", ".5", "1e", "1e5", "1e+", "0x1", "1a", "1.a", "1.2.3", "name", "on", "true", "null", "query", "fragment", "extend",
        "type", "\"\\x\"", "\"\\u12\"", "\"\\uD83D\"", "\"\\uD83D\\uDE00\"", "\"\\u{1F600}\"", "\"\\u{110000}\"", "\"\\u{}\"", "\"a\nb\"", "\"\"\"a\n b\\\"\"\"\"\"\"", "\r", "\n", "\t",
        "schema { query: Query }", "$x", "@d(a: 1)", "\"é\" x", "directive @x on FIELD", "subscription", "mutation",
    ];

    [GeneratedRegex("\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|[A-Za-z_][A-Za-z_0-9]*|-?[0-9.eE+]+|\\.\\.\\.|#[^\n]*|\\s+|.", RegexOptions.Singleline)]
    private static partial Regex Token();

    /// <summary>The document after one to three changes.</summary>
    public static string Mutate(string document, Random random)
    {
        var tokens = Token().Matches(document).Select(match => match.Value).ToList();
        for (var changes = random.Next(1, 4); changes > 0 && tokens.Count > 0; changes--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(7))
            {
                case 0: tokens.RemoveAt(at); break;
                case 1: tokens.Insert(at, tokens[random.Next(tokens.Count)]); break;
                case 2: (tokens[at], tokens[^1]) = (tokens[^1], tokens[at]); break;
                case 3: tokens[at] = Foreign[random.Next(Foreign.Length)]; break;
                case 4: tokens.Insert(at, Foreign[random.Next(Foreign.Length)]); break;
                case 5: tokens.RemoveRange(at, tokens.Count - at); break;
                case 6: tokens[at] = Cut(tokens[at], random); break;
            }
        }

        return string.Concat(tokens);
    }

    private static string Cut(string token, Random random)
    {
        if (token.Length == 0) return token;
        var at = random.Next(token.Length);
        var kept = token.Remove(at, char.IsSurrogatePair(token, at) ? 2 : 1);
        return kept.Any(char.IsSurrogate) ? token : kept;
    }
}
