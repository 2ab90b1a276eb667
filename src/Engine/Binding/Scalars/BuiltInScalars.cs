using System.Text.Json;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Types;

/// <summary>Which scalar a CLR type is.</summary>
internal static class BuiltInScalars
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(string)] = "String", [typeof(char)] = "String",
        [typeof(bool)] = "Boolean",
        [typeof(int)] = "Int", [typeof(ushort)] = "Int",
        [typeof(short)] = "Short", [typeof(sbyte)] = "Short",
        [typeof(byte)] = "Byte",
        [typeof(long)] = "Long", [typeof(uint)] = "Long",
        [typeof(float)] = "Float", [typeof(double)] = "Float",
        [typeof(decimal)] = "Decimal", [typeof(ulong)] = "Decimal",
        [typeof(Guid)] = "UUID",
        [typeof(DateTime)] = "DateTime", [typeof(DateTimeOffset)] = "DateTime",
        [typeof(DateOnly)] = "LocalDate", [typeof(TimeOnly)] = "LocalTime", [typeof(TimeSpan)] = "TimeSpan",
        [typeof(Uri)] = "URL",
        [typeof(JsonElement)] = "JSON", [typeof(JsonDocument)] = "JSON",
        [typeof(IFile)] = "Upload",
    };

    /// <summary>The scalar's name; null when the type is no scalar.</summary>
    public static string? NameOf(Type type) => Names.GetValueOrDefault(type);

    /// <summary>A new scalar of this name; null when there is none.</summary>
    public static ScalarType? Create(string name) => name switch
    {
        "String" => new StringScalar(),
        "Boolean" => new BooleanScalar(),
        "Int" => new IntScalar(),
        "Float" => new FloatScalar(),
        "ID" => new IdScalar(),
        "Short" => new ShortType(),
        "Byte" => new ByteType(),
        "Long" => new LongType(),
        "Decimal" => new DecimalType(),
        "UUID" => new UuidType(),
        "DateTime" => new DateTimeType(),
        "LocalDate" => new LocalDateType(),
        "LocalTime" => new LocalTimeType(),
        "LocalDateTime" => new LocalDateTimeType(),
        "Date" => new DateType(),
        "TimeSpan" => new TimeSpanType(),
        "URL" => new UrlType(),
        "ByteArray" => new ByteArrayType(),
        "JSON" => new JsonType(),
        "Any" => new AnyType(),
        "Upload" => new UploadType(),
        _ => null,
    };
}
