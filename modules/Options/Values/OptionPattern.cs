using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Options.Values;

/// <summary>Matches values against patterns that plugins' authors wrote, which must not be able to hold the server up: in a time that grows with the text alone.</summary>
internal static class OptionPattern
{
    private const int MaxKept = 1000;

    // Matching in linear time has long steps where a pattern counts to thousands; what cannot be matched so (references back, looking around) is given less.
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1), MostTimeBacktracking = TimeSpan.FromMilliseconds(100);
    private static readonly ConcurrentDictionary<string, Regex?> Kept = new(StringComparer.Ordinal);

    /// <summary>Whether the text has a match. A pattern that is none forbids nothing; one that takes too long forbids.</summary>
    public static bool Matches(string pattern, string text)
    {
        try
        {
            return Find(pattern)?.IsMatch(text) is not false;
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex? Find(string pattern)
    {
        if (Kept.TryGetValue(pattern, out var kept)) return kept;
        if (Kept.Count >= MaxKept) Kept.Clear();
        return Kept[pattern] = Make(pattern);
    }

    private static Regex? Make(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, MostTime);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MostTimeBacktracking);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
