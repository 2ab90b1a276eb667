using System.Text.Json;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>Filters that look into JSON documents. Part of the schema when the builder says AddExtendedFiltering.</summary>
internal static class JsonFilters
{
    private const int MaxPathKeys = 16;

    /// <summary>Whether a member is a JSON document.</summary>
    public static bool IsJson(Type type) => (Nullable.GetUnderlyingType(type) ?? type) == typeof(JsonElement) || type == typeof(JsonDocument);

    /// <summary>The input for a JSON document.</summary>
    public static string InputFor(ITypeRegistry types)
    {
        const string name = "JsonFilterInput";
        if (types.Find(name) is not null) return name;
        var input = FilterConvention.Begin(types, name, typeof(JsonElement), and: true, or: true);
        var hasKey = FilterConvention.Field("hasKey", TypeRef.Named("String"), FilterOperation.HasKey, DataDirectives.OperationCost);
        hasKey.Description = "The document is an object with this key.";
        input.Fields.Add(hasKey);
        var path = FilterConvention.Field("path", TypeRef.Named(PathInput(types)), FilterOperation.JsonPath);
        path.Description = "Compares the text of the value at a path.";
        input.Fields.Add(path);
        return name;
    }

    /// <summary>The keys of a path. Errors: <see cref="GraphQLException"/> for empty keys and for more than 16.</summary>
    public static string[] SplitPath(string path, DataLimits limits)
    {
        FilterValues.CheckText(path, limits);
        var keys = path.Split('.');
        if (keys.Length > MaxPathKeys) throw DataErrors.Limit("The length of a JSON path", "MaxPathKeys", MaxPathKeys, keys.Length);
        return Array.TrueForAll(keys, k => k.Length > 0) ? keys : throw DataErrors.InvalidValue($"The JSON path `{path}` has an empty key.");
    }

    private static string PathInput(ITypeRegistry types)
    {
        const string name = "JsonPathFilterInput";
        if (types.Find(name) is not null) return name;
        var input = new InputObjectTypeDefinition { Name = name };
        types.Add(input);
        input.Fields.Add(new InputFieldDefinition
        {
            Name = "path", Type = TypeRef.NonNull(TypeRef.Named("String")), Description = "Keys from the outside in, with dots between them.",
        });
        var value = FilterConvention.Field("value", TypeRef.NonNull(TypeRef.Named(OperationInputs.For(types, typeof(string)))), FilterOperation.Member);
        value.Description = "What the text must be like; a path that isn't there is null.";
        input.Fields.Add(value);
        return name;
    }
}
