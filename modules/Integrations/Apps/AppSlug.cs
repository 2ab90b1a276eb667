using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>The name of an app in addresses and calls.</summary>
internal static class AppSlug
{
    public const int MaxLength = 64;

    private const int MarkLength = 6;

    /// <summary>The name in lower case with dashes for all but letters and digits; never only digits, since those are taken for ids.</summary>
    public static string Of(string name)
    {
        var slug = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        var text = slug.ToString().TrimEnd('-');
        if (text.Length == 0) return $"app-{Mark()}";
        return text.All(char.IsAsciiDigit) ? Cut($"app-{text}") : Cut(text);
    }

    /// <summary>Internal apps of different owners may have one name.</summary>
    public static string OfInternal(string name) => $"{Of(name)}-{Mark()}";

    private static string Cut(string slug) => slug.Length <= MaxLength - MarkLength - 1 ? slug : slug[..(MaxLength - MarkLength - 1)].TrimEnd('-');

    private static string Mark() => RandomNumberGenerator.GetHexString(MarkLength, lowercase: true);
}
