using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GraphQLPlugins.Catalog.Storage;

/// <summary>Columns that hold JSON as a whole: <c>jsonb</c> in PostgreSQL, text in SQL Server.</summary>
internal static class JsonColumn
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    public static ValueConverter<JsonElement?, string?> Value { get; } = new(value => Write(value), text => Parse(text));

    public static ValueComparer<JsonElement?> ValueComparer { get; } = new((left, right) => Same(left, right), value => value == null ? 0 : value.Value.GetRawText().GetHashCode(), value => value);

    public static ValueConverter<IReadOnlyList<T>, string> List<T>() => new(list => JsonSerializer.Serialize(list, Options), text => Read<T>(text));

    /// <summary>A record that is never changed, only replaced.</summary>
    public static ValueConverter<T, string> Of<T>() where T : class => new(value => JsonSerializer.Serialize(value, Options), text => JsonSerializer.Deserialize<T>(text, Options)!);

    public static ValueComparer<IReadOnlyList<T>> ListComparer<T>() => new((left, right) => left == null || right == null ? left == right : left.SequenceEqual(right), list => list.Count, list => list);

    private static string? Write(JsonElement? value) => value?.GetRawText();

    private static JsonElement? Parse(string? text) => text is null ? null : JsonElement.Parse(text);

    private static IReadOnlyList<T> Read<T>(string text) => JsonSerializer.Deserialize<List<T>>(text, Options)!;

    private static bool Same(JsonElement? left, JsonElement? right) =>
        left is null || right is null ? left is null && right is null : left.Value.GetRawText() == right.Value.GetRawText();
}
