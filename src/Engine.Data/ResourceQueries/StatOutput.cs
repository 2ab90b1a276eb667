using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>How values are given: plain ones that every JSON writer knows.</summary>
internal static class StatOutput
{
    /// <summary>A value as text, number, Boolean, list, document or null. Times are ISO 8601 in UTC with milliseconds.</summary>
    public static object? Plain(object? value) => value switch
    {
        null => null,
        decimal d => Number(d),
        string or bool or int or long or short or byte or double or float => value,
        Enum e => EnumName(e.ToString()),
        DateTimeOffset t => t.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        DateTime t => t.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        DateOnly d => d.ToString("O", CultureInfo.InvariantCulture),
        JsonElement e => e,
        JsonDocument d => d.RootElement,
        IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
        _ => value.ToString(),
    };

    /// <summary>A pushed value: times to the second.</summary>
    public static object? Pushed(object? value) => value switch
    {
        DateTimeOffset t => t.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        DateTime t => t.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Plain(value),
    };

    /// <summary>A number as short as it can be written.</summary>
    public static object Number(decimal value) =>
        decimal.Truncate(value) == value && Math.Abs(value) < long.MaxValue ? (long)value : value / 1.0000000000000000000000000000m;

    /// <summary>An enum's name as the graph writes it.</summary>
    public static string EnumName(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_' && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])))) text.Append('_');
            text.Append(char.ToUpperInvariant(name[i]));
        }
        return text.ToString();
    }
}
