namespace GraphQLPlugins.Sources.Publishing;

/// <summary>Versions in the names of tags.</summary>
internal static class TagName
{
    /// <summary>What follows the last slash, at sign, or word and hyphen before the first digit, without a <c>v</c>: of <c>greeter@1.2.0</c>, <c>release-1.2</c> and <c>v1.2</c> the number; null without a digit.</summary>
    public static string? VersionOf(string tag)
    {
        var name = tag[(tag.LastIndexOfAny(['/', '@']) + 1)..];
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsAsciiDigit(name[i])) continue;
            var isStart = i == 0 || name[i - 1] is '-' or '_' or '.' || (name[i - 1] is 'v' or 'V' && (i == 1 || name[i - 2] is '-' or '_' or '.'));
            if (isStart) return name[i..];
        }
        return null;
    }
}
