using System.Globalization;
using System.Text;

namespace GraphQLPlugins.Catalog.Versions;

/// <summary>
/// Orders version texts of any scheme. The raw text is kept as it is; its <see cref="SortKey"/> is an ASCII text whose ordinal order is the version order,
/// so that a database with a binary collation sorts and compares versions by itself.
/// <para>
/// A text is cut at <c>. - +</c> and between digits and letters. At the same place:
/// pre-release words (alpha, beta, rc, snapshot ...) come before the end of the text, the end before other words, words before numbers.
/// Trailing zeros do not count (1.0 equals 1.0.0), a leading v neither. What looks like a commit hash is one word, whatever letters it holds.
/// </para>
/// </summary>
internal static class VersionOrder
{
    /// <summary>Longest version text that the catalog takes; its key is at most <see cref="MaxKeyLength"/> long.</summary>
    public const int MaxLength = 128;

    public const int MaxKeyLength = 700;

    private const char PreRelease = '1', End = '2', Word = '3', Number = '4', WordEnd = '!';

    /// <summary>Less than zero when <paramref name="left"/> is the older one. Different spellings of one version are equal.</summary>
    public static int Compare(string left, string right) => string.CompareOrdinal(SortKey(left), SortKey(right));

    /// <summary>Whether the text says of itself that it is no final release.</summary>
    public static bool IsPreRelease(string version) => Parse(version).Any(token => token.Kind == PreRelease);

    /// <summary>The stage that the text names: alpha, dev and nightly builds are experimental, other pre-releases are beta.</summary>
    public static VersionChannel ChannelOf(string version)
    {
        var channel = VersionChannel.Stable;
        foreach (var token in Parse(version))
            if (token.Kind == PreRelease)
                channel = token.Text is "a" or "b" || channel == VersionChannel.Experimental ? VersionChannel.Experimental : VersionChannel.Beta;
        return channel;
    }

    /// <summary>The key by which the database sorts.</summary>
    public static string SortKey(string version)
    {
        var key = new StringBuilder(version.Length + 16);
        var zeros = 0;
        foreach (var token in Parse(version))
        {
            if (token.Kind == Number && token.Text == "0")
            {
                zeros++;
                continue;
            }
            if (token.Kind == Number)
                for (; zeros > 0; zeros--)
                    AppendNumber(key, "0");
            zeros = 0;
            if (token.Kind == Number)
                AppendNumber(key, token.Text);
            else if (token.Kind == PreRelease)
                key.Append(PreRelease).Append(token.Text);
            else
                AppendWord(key, token.Text);
        }
        return key.Append(End).ToString();
    }

    /// <summary>Digits after their count, so that 9 comes before 10 and dates of eight digits after both.</summary>
    private static void AppendNumber(StringBuilder key, string digits)
    {
        key.Append(Number);
        if (digits.Length <= 25)
            key.Append((char)('A' + digits.Length - 1));
        else
            key.Append('Z').Append(digits.Length.ToString("D4", CultureInfo.InvariantCulture));
        key.Append(digits);
    }

    private static void AppendWord(StringBuilder key, string word)
    {
        key.Append(Word);
        foreach (var c in word)
            if (c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_')
                key.Append(c);
            else
                key.Append('~').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        key.Append(WordEnd);
    }

    private static IEnumerable<Token> Parse(string version)
    {
        var text = version.Trim().ToLowerInvariant();
        if (text.Length > 1 && text[0] == 'v' && char.IsAsciiDigit(text[1]))
            text = text[1..];
        foreach (var part in text.Split('.', '-', '+'))
        {
            if (part.Length == 0)
                continue;
            if (LooksLikeHash(part))
                yield return new Token(Word, part);
            else
                foreach (var token in Runs(part))
                    yield return token;
        }
    }

    /// <summary>Runs of digits and of letters; <c>a</c>, <c>b</c>, <c>m</c> stand for alpha, beta, milestone when a number follows at once.</summary>
    private static IEnumerable<Token> Runs(string part)
    {
        for (var start = 0; start < part.Length;)
        {
            if (part[start] == '_')
            {
                start++;
                continue;
            }
            var digits = char.IsAsciiDigit(part[start]);
            var end = start + 1;
            while (end < part.Length && part[end] != '_' && char.IsAsciiDigit(part[end]) == digits)
                end++;
            var run = part[start..end];
            var numberFollows = end < part.Length && char.IsAsciiDigit(part[end]);
            start = end;
            if (digits)
                yield return new Token(Number, run.TrimStart('0') is { Length: > 0 } number ? number : "0");
            else if (Rank(run, numberFollows) is { } rank)
                yield return new Token(PreRelease, rank);
            else if (run is not ("final" or "ga" or "release"))
                yield return new Token(Word, run);
        }
    }

    private static string? Rank(string word, bool numberFollows) => word switch
    {
        "dev" or "nightly" or "canary" => "a",
        "alpha" => "b",
        "a" when numberFollows => "b",
        "beta" => "c",
        "b" when numberFollows => "c",
        "milestone" => "d",
        "m" when numberFollows => "d",
        "preview" or "pre" or "ea" or "staging" => "e",
        "rc" or "cr" => "f",
        "snapshot" => "g",
        _ => null,
    };

    private static bool LooksLikeHash(string part)
    {
        var hex = part[0] == 'v' ? part.AsSpan(1) : part.AsSpan();
        if (hex.Length < 6)
            return false;
        var letters = 0;
        var digits = 0;
        foreach (var c in hex)
            if (c is >= 'a' and <= 'f')
                letters++;
            else if (char.IsAsciiDigit(c))
                digits++;
            else if (c != '_')
                return false;
        return letters > 0 && digits > 0;
    }

    private readonly record struct Token(char Kind, string Text);
}
