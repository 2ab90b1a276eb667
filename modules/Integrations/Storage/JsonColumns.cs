using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GraphQLPlugins.Integrations.Storage;

/// <summary>Columns that hold a JSON value as a whole: <c>jsonb</c> in PostgreSQL, text in SQL Server.</summary>
internal static class JsonColumns
{
    private static readonly ValueConverter<JsonElement?, string?> Converter = new(value => Write(value), text => Parse(text));

    private static readonly ValueComparer<JsonElement?> Comparer = new(
        (left, right) => Write(left) == Write(right), value => value == null ? 0 : value.Value.GetRawText().GetHashCode(), value => value);

    public static void HasJson(this PropertyBuilder<JsonElement?> property, bool isPostgreSql)
    {
        property.HasConversion(Converter, Comparer);
        if (isPostgreSql)
            property.HasColumnType("jsonb");
    }

    public static void HasJsonList<T>(this PropertyBuilder<IReadOnlyList<T>> property, bool isPostgreSql)
    {
        property.HasConversion(
            new ValueConverter<IReadOnlyList<T>, string>(list => Write(list), text => Read<T>(text)),
            new ValueComparer<IReadOnlyList<T>>((left, right) => Write(left!) == Write(right!), list => list.Count, list => list));
        if (isPostgreSql)
            property.HasColumnType("jsonb");
    }

    private static string Write<T>(IReadOnlyList<T> list) => JsonSerializer.Serialize(list, JsonSerializerOptions.Web);

    private static IReadOnlyList<T> Read<T>(string text) => JsonSerializer.Deserialize<List<T>>(text, JsonSerializerOptions.Web)!;

    private static string? Write(JsonElement? value) => value?.GetRawText();

    private static JsonElement? Parse(string? text) => text is null ? null : JsonElement.Parse(text);
}
