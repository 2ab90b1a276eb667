using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Advisories;

/// <summary>
/// Some versions: those whose text the pattern matches as a whole, or, without a pattern, those from first to last, both included.
/// A missing bound is open. Publishers that give both mean the pattern; the bounds are for people.
/// </summary>
/// <param name="First">The oldest version affected; null from the beginning.</param>
/// <param name="Last">The newest version affected; null to this day.</param>
/// <param name="Pattern">A regular expression over the version text.</param>
public sealed record AdvisoryRange(string? First, string? Last, string? Pattern)
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromMilliseconds(100);

    internal bool Holds(string version)
    {
        if (Pattern is null)
            return (First is null || VersionOrder.Compare(version, First) >= 0) && (Last is null || VersionOrder.Compare(version, Last) <= 0);
        try
        {
            return Regex.IsMatch(version, $@"\A(?:{Pattern})\z", RegexOptions.CultureInvariant, TimeOut);
        }
        catch (Exception fault) when (fault is ArgumentException or RegexMatchTimeoutException)
        {
            // A pattern that cannot be used must not hide a weakness: the bounds decide.
            return (this with { Pattern = null }).Holds(version);
        }
    }
}
