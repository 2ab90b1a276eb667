namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>Which CLR types are leaves, and how their operation inputs are called.</summary>
internal static class ScalarOperations
{
    private static readonly Dictionary<Type, string> Names = new()
    {
        [typeof(string)] = "String", [typeof(bool)] = "Boolean", [typeof(byte)] = "Byte", [typeof(sbyte)] = "Byte", [typeof(short)] = "Short",
        [typeof(int)] = "Int", [typeof(long)] = "Long", [typeof(float)] = "Float", [typeof(double)] = "Float", [typeof(decimal)] = "Decimal",
        [typeof(Guid)] = "Uuid", [typeof(DateTime)] = "DateTime", [typeof(DateTimeOffset)] = "DateTime", [typeof(DateOnly)] = "LocalDate",
        [typeof(TimeOnly)] = "LocalTime", [typeof(TimeSpan)] = "TimeSpan", [typeof(Uri)] = "Url",
    };

    /// <summary>Whether values of the type can be compared: scalars and enums. Nullable types count as what they wrap.</summary>
    public static bool IsLeaf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum || Names.ContainsKey(type);
    }

    /// <summary>What stands before <c>OperationFilterInput</c>; null when the type is no scalar.</summary>
    public static string? NameOf(Type type) => Names.GetValueOrDefault(type);

    /// <summary>The CLR type that Infer knows the scalar by.</summary>
    public static Type ScalarTypeOf(Type type) => type == typeof(sbyte) ? typeof(byte) : type == typeof(float) ? typeof(double) : type;
}
