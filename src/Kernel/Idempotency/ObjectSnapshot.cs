using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>
/// An object as it is, with all that it holds, as JSON: by its fields, since entities have neither public setters nor constructors. Objects of this
/// product only; what they hold of others' kinds beyond values and collections, such as a lock or a stream, is left out.
/// </summary>
internal static class ObjectSnapshot
{
    private const string Id = "$id";
    private const string Ref = "$ref";
    private const string Kind = "$type";
    private const int MaxDepth = 64;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();
    private static readonly JsonSerializerOptions Values = new() { MaxDepth = MaxDepth * 2 };

    public static string Write(object? value, Type declared) =>
        new Writer().Write(value, declared, 0)?.ToJsonString(Values) ?? "null";

    public static object? Read(string json, Type declared) => new Reader().Read(JsonNode.Parse(json, null, new JsonDocumentOptions { MaxDepth = MaxDepth * 2 }), declared);

    private static bool IsValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(DateTime)
        || type == typeof(TimeSpan) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(Uri) || type == typeof(byte[]) || type == typeof(JsonElement);

    private static bool IsOurs(Type type) =>
        !typeof(Delegate).IsAssignableFrom(type) && (type.Assembly.GetName().Name!.StartsWith("GraphQLPlugins", StringComparison.Ordinal) || typeof(ITuple).IsAssignableFrom(type)
            || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)));

    private static Type? ElementOf(Type type)
    {
        if (type.IsArray) return type.GetElementType();
        var list = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>) ? type : type.GetInterfaces().FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>));
        return type == typeof(string) ? null : list?.GetGenericArguments()[0];
    }

    private static FieldInfo[] FieldsOf(Type type) => Fields.GetOrAdd(type, static t =>
    {
        var fields = new List<FieldInfo>();
        for (var at = t; at is not null && at != typeof(object); at = at.BaseType)
            fields.AddRange(at.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly));
        return [.. fields];
    });

    private sealed class Writer
    {
        private readonly Dictionary<object, int> _ids = new(ReferenceEqualityComparer.Instance);

        public JsonNode? Write(object? value, Type declared, int depth)
        {
            if (value is null) return null;
            if (depth > MaxDepth) throw new InvalidOperationException($"{declared.Name} is nested too deeply to be remembered.");
            var type = value.GetType();
            if (IsValue(type)) return declared == typeof(object) ? new JsonObject { [Kind] = NameOf(type), ["v"] = Scalar(value, type) } : Scalar(value, type);
            if (value is IFile file) return new JsonObject { ["name"] = file.Name, ["sha256"] = DigestOf(file) };
            if (ElementOf(type) is { } element)
            {
                var items = new JsonArray([.. ((IEnumerable)value).Cast<object?>().Select(item => Write(item, ElementOf(declared) ?? element, depth + 1))]);
                return ElementOf(declared) is null ? new JsonObject { [Kind] = NameOf(element.MakeArrayType()), ["v"] = items } : items;
            }
            return IsOurs(type) ? WriteObject(value, type, declared, depth) : null;
        }

        private JsonObject WriteObject(object value, Type type, Type declared, int depth)
        {
            var json = new JsonObject();
            if (!type.IsValueType)
            {
                if (_ids.TryGetValue(value, out var known)) return new JsonObject { [Ref] = known };
                json[Id] = _ids[value] = _ids.Count + 1;
            }
            if (type != (Nullable.GetUnderlyingType(declared) ?? declared)) json[Kind] = NameOf(type);
            foreach (var field in FieldsOf(type))
                if (Write(field.GetValue(value), field.FieldType, depth + 1) is { } held) json[$"{field.DeclaringType!.Name}.{field.Name}"] = held;
            return json;
        }

        private static string DigestOf(IFile file)
        {
            using var content = file.OpenReadStream();
            return Convert.ToHexStringLower(SHA256.HashData(content));
        }

        private static JsonNode? Scalar(object value, Type type) => value is JsonElement { ValueKind: JsonValueKind.Undefined } ? null : new JsonObject { ["s"] = JsonSerializer.Serialize(value, type) };

        private static string NameOf(Type type) => type.AssemblyQualifiedName!;
    }

    private sealed class Reader
    {
        private readonly Dictionary<int, object> _objects = [];

        public object? Read(JsonNode? node, Type declared)
        {
            declared = Nullable.GetUnderlyingType(declared) ?? declared;
            if (node is null) return null;
            if (node is JsonObject tagged && tagged[Kind] is { } kind)
            {
                var type = Type.GetType(kind.GetValue<string>(), throwOnError: true)!;
                if (tagged["v"] is { } boxed) return Read(boxed, type);
                declared = IsOurs(type) ? type : throw new InvalidOperationException($"{type} is no object of this product.");
            }
            if (IsValue(declared)) return JsonSerializer.Deserialize(node["s"]!.GetValue<string>(), declared);
            if (node is JsonArray items) return ReadList(items, declared);
            return IsOurs(declared) ? ReadObject(node.AsObject(), declared) : null;
        }

        private object ReadObject(JsonObject node, Type type)
        {
            if (node[Ref] is { } known) return _objects[known.GetValue<int>()];
            var value = RuntimeHelpers.GetUninitializedObject(type);
            if (node[Id] is { } id) _objects[id.GetValue<int>()] = value;
            foreach (var field in FieldsOf(type))
                if (node[$"{field.DeclaringType!.Name}.{field.Name}"] is { } held) field.SetValue(value, Read(held, field.FieldType));
            return value;
        }

        private object ReadList(JsonArray items, Type declared)
        {
            var element = ElementOf(declared)!;
            var array = Array.CreateInstance(element, items.Count);
            for (var i = 0; i < items.Count; i++) array.SetValue(Read(items[i], element), i);
            if (declared.IsArray) return array;
            var enumerable = typeof(IEnumerable<>).MakeGenericType(element);
            Type[] candidates = declared.IsInterface ? [typeof(List<>).MakeGenericType(element), .. Special(element)] : [declared];
            var chosen = candidates.First(declared.IsAssignableFrom);
            return chosen.GetConstructor([enumerable])?.Invoke([array]) ?? Activator.CreateInstance(chosen, array)!;
        }

        private static IEnumerable<Type> Special(Type element)
        {
            yield return typeof(HashSet<>).MakeGenericType(element);
            if (element.IsGenericType && element.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)) yield return typeof(Dictionary<,>).MakeGenericType(element.GetGenericArguments());
        }
    }
}
