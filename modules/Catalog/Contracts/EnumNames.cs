using System.Text.RegularExpressions;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Enum values as clients write them, for messages.</summary>
public static partial class EnumNames
{
    public static string InGraph<T>(this T value) where T : struct, Enum => WordStart().Replace(value.ToString(), "_").ToUpperInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
