using System.Text.RegularExpressions;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Rules for the image of a registered plugin: at most three path segments, and a short last one of letters, digits and dashes.</summary>
internal static partial class ImageName
{
    private const int MaxSegments = 3;

    /// <returns>The last segment, which is the plugin's id unless the caller gives one.</returns>
    public static string Check(string image, int maxLength)
    {
        var segments = image.Split('/');
        if (segments.Length > MaxSegments)
            throw new ImageNameInvalidException(image, $"it has {segments.Length} path segments; at most {MaxSegments} are allowed");
        if (segments.Any(segment => segment.Length == 0))
            throw new ImageNameInvalidException(image, "it has an empty path segment");
        var name = segments[^1];
        if (!Allowed().IsMatch(name))
            throw new ImageNameInvalidException(image, "its last segment may hold letters, digits and dashes only");
        return name.Length <= maxLength ? name : throw new ImageNameTooLongException(name, maxLength);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Allowed();
}
