namespace GraphQLPlugins.Sources.Git;

/// <summary>Names of branches and tags, and ids of commits, as users may give them; no more of what git could be asked in their place.</summary>
internal static class GitReferenceName
{
    public const int MaxLength = 255;
    private static readonly System.Buffers.SearchValues<char> Forbidden = System.Buffers.SearchValues.Create(" ~^:?*[\\\u007f");

    /// <summary>Whether git could take it as the name of a branch or a tag (git-check-ref-format).</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && !name.AsSpan().ContainsAny(Forbidden) && !name.Any(char.IsControl) && name[0] is not ('-' or '/') && name[^1] is not ('/' or '.') && name != "@"
        && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("@{", StringComparison.Ordinal) && !name.Contains("//", StringComparison.Ordinal)
        && !Array.Exists(name.Split('/'), part => part.StartsWith('.') || part.EndsWith(".lock", StringComparison.Ordinal));

    /// <summary>Whether it is a commit's id, in full or its first 7 digits at least.</summary>
    public static bool IsId(string text) => text.Length is >= 7 and <= 64 && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
