using GraphQLPlugins.Engine.Binding.Inference;
using System.Reflection;
using System.Text;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Naming;

/// <summary>The names that clients know from HotChocolate.</summary>
internal sealed class NamingConventions(SchemaOptions options) : INamingConventions
{
    private readonly XmlDocumentation _xml = new();

    public string GetMemberName(MemberInfo member)
    {
        if (Attributes.First<GraphQLNameAttribute>(member) is { } named) return named.Name;
        return FormatFieldName(member is MethodInfo method ? WithoutVerbAndSuffix(method) : member.Name);
    }

    public string GetArgumentName(ParameterInfo parameter) =>
        Attributes.First<GraphQLNameAttribute>(parameter)?.Name
        ?? Attributes.First<ArgumentAttribute>(parameter)?.Name
        ?? FormatFieldName(parameter.Name!);

    public string GetEnumValueName(FieldInfo value) =>
        Attributes.First<GraphQLNameAttribute>(value)?.Name ?? FormatEnumValue(value.Name);

    public string FormatFieldName(string name)
    {
        name = Legal(name);
        if (!char.IsUpper(name[0])) return name;
        var capitals = 1;
        while (capitals < name.Length && char.IsUpper(name[capitals])) capitals++;
        // The last capital of a run starts the next word: URLPath is url + Path.
        if (capitals > 1 && capitals < name.Length && char.IsLower(name[capitals])) capitals--;
        return string.Concat(name[..capitals].ToLowerInvariant(), name.AsSpan(capitals));
    }

    public string? GetDescription(ICustomAttributeProvider element)
    {
        if (Attributes.First<GraphQLDescriptionAttribute>(element) is { } described) return described.Description;
        return options.UseXmlDocumentation ? _xml.DescriptionOf(element) : null;
    }

    /// <summary>The name of a CLR type: attribute, else its own with the arguments of a generic one.</summary>
    public static string TypeName(Type type, Func<Type, string> nameOfArgument)
    {
        if (type.GetCustomAttribute<GraphQLNameAttribute>(false) is { } named)
        {
            return type.IsGenericType
                ? string.Format(System.Globalization.CultureInfo.InvariantCulture, named.Name, [.. type.GetGenericArguments().Select(nameOfArgument)])
                : named.Name;
        }
        return ClrName(type);
    }

    private static string ClrName(Type type)
    {
        if (type.IsArray) return "ArrayOf" + ClrName(type.GetElementType()!);
        if (!type.IsGenericType) return Legal(type.Name);
        var name = type.Name.AsSpan();
        if (name.IndexOf('`') is var tick and > 0) name = name[..tick];
        return $"{Legal(name.ToString())}Of{string.Join("And", type.GetGenericArguments().Select(ClrName))}";
    }

    private static string WithoutVerbAndSuffix(MethodInfo method)
    {
        var name = method.Name;
        if (name.Length > 3 && name.StartsWith("Get", StringComparison.Ordinal)) name = name[3..];
        if (name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal) && IsAsynchronous(method.ReturnType)) name = name[..^5];
        return name;
    }

    private static bool IsAsynchronous(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var d && (d == typeof(Task<>) || d == typeof(ValueTask<>) || d == typeof(IAsyncEnumerable<>));

    internal static string FormatEnumValue(string name)
    {
        name = Legal(name);
        if (name.Length == 1) return name.ToUpperInvariant();
        if (!name.AsSpan().ContainsAnyInRange('a', 'z')) return name;
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var startsWord = i > 0 && char.IsUpper(c) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) text.Append('_');
            text.Append(char.ToUpperInvariant(c));
        }
        return text.ToString();
    }

    private static string Legal(string name)
    {
        var illegal = false;
        for (var i = 0; i < name.Length && !illegal; i++) illegal = !IsLegal(name[i], i);
        if (!illegal) return name;
        return string.Create(name.Length, name, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = IsLegal(source[i], i) ? source[i] : '_';
        });
    }

    private static bool IsLegal(char c, int index) => c == '_' || char.IsAsciiLetter(c) || (index > 0 && char.IsAsciiDigit(c));
}
