using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Sources.OneOff;

/// <summary>A way into a JSON document: names with dots between, and indexes, such as <c>refChanges[0].refId</c>.</summary>
internal sealed partial class JsonPath
{
    private const int MaxLength = 200;
    private readonly (string? Name, int Index)[] _steps;

    private JsonPath((string? Name, int Index)[] steps) => _steps = steps;

    /// <exception cref="FormatException">It cannot be read.</exception>
    public static JsonPath Parse(string text)
    {
        var path = text.StartsWith("$.", StringComparison.Ordinal) ? text[2..] : text;
        if (path.Length is 0 or > MaxLength || !Whole().IsMatch(path)) throw new FormatException($"\"{Shorten(text)}\" is no path; a path is such as refChanges[0].refId.");
        return new JsonPath([.. Step().Matches(path).Select(m => m.Groups["index"].Success
            ? ((string?)null, int.Parse(m.Groups["index"].ValueSpan, CultureInfo.InvariantCulture))
            : (m.Groups["name"].Value, 0))]);
    }

    /// <summary>What is there; undefined when there is nothing.</summary>
    public JsonElement In(JsonElement element)
    {
        foreach (var (name, index) in _steps)
        {
            if (name is not null) element = element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;
            else element = element.ValueKind is JsonValueKind.Array && index < element.GetArrayLength() ? element[index] : default;
        }
        return element;
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100];

    [GeneratedRegex(@"^[A-Za-z0-9_$-]+(\[[0-9]{1,4}\])*(\.[A-Za-z0-9_$-]+(\[[0-9]{1,4}\])*)*\z")]
    private static partial Regex Whole();

    [GeneratedRegex(@"\[(?<index>[0-9]+)\]|(?<name>[A-Za-z0-9_$-]+)")]
    private static partial Regex Step();
}
