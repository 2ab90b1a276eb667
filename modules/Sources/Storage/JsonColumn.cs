using System.Text.Json;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GraphQLPlugins.Sources.Storage;

/// <summary>Columns that hold a value as JSON: <c>jsonb</c> in PostgreSQL, text in SQL Server.</summary>
internal static class JsonColumn
{
    public static ValueConverter<T, string> Of<T>() => new(value => Write(value), text => JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!);

    public static ValueComparer<T> Comparer<T>() => new((left, right) => Write(left) == Write(right), value => Write(value).GetHashCode(), value => value);

    private static string Write<T>(T? value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
