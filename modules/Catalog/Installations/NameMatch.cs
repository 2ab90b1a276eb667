using System.Text.RegularExpressions;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>The three ways to choose installations by name, of which one may be used at a time (G5 to G9).</summary>
internal static class NameMatch
{
    private const int MaxPatternLength = 1000;

    public static Func<string, bool> Of(string? prefix, string? substring, string? regex) => (prefix, substring, regex) switch
    {
        (null, null, null) => _ => true,
        ({ } start, null, null) => name => name.StartsWith(start, StringComparison.Ordinal),
        (null, { } part, null) => name => name.Contains(part, StringComparison.OrdinalIgnoreCase),
        (null, null, { } pattern) => Compile(pattern).IsMatch,
        _ => throw new GraphQLException(ErrorBuilder.New()
            .SetMessage("Of prefix, substring and regex only one may be given.").SetCode("MATCH_OPTIONS_CONFLICT").Build()),
    };

    /// <summary>Without backtracking, so that no pattern can take long.</summary>
    private static Regex Compile(string pattern)
    {
        if (pattern.Length > MaxPatternLength)
            throw Invalid($"it has {pattern.Length} characters; at most {MaxPatternLength} are allowed");
        try
        {
            return new Regex($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException fault)
        {
            throw Invalid(fault.Message);
        }
        catch (NotSupportedException)
        {
            throw Invalid("it uses look-around or back-references, which are not supported");
        }
    }

    private static GraphQLException Invalid(string reason) => new(ErrorBuilder.New().SetMessage($"The regex cannot be used: {reason.TrimEnd('.')}.").SetCode("REGEX_INVALID").Build());
}
