using System.Reflection;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace GraphQLPlugins.Engine.Binding.Naming;

/// <summary>Reads the compiler's XML documentation files that lie beside the assemblies; each once.</summary>
internal sealed class XmlDocumentation
{
    private readonly Dictionary<Assembly, IReadOnlyDictionary<string, XElement>> _files = [];

    /// <summary>Summary (for methods with returns and error codes), parameter text; null when nothing is written.</summary>
    public string? DescriptionOf(ICustomAttributeProvider element) => element switch
    {
        ParameterInfo p => Parameter(p, 0),
        Type t => Summary(t, 0),
        MemberInfo m => Member(m, 0),
        _ => null,
    };

    private string? Member(MemberInfo member, int depth)
    {
        if (Find(member) is not { } element) return null;
        if (element.Element("inheritdoc") is not null && element.Element("summary") is null)
            return depth > 8 ? null : Inherited(member).Select(m => Member(m, depth + 1)).FirstOrDefault(d => d is not null);
        var text = new StringBuilder(Text(element.Element("summary")));
        if (member is MethodInfo)
        {
            if (Text(element.Element("returns")) is { Length: > 0 } returns) Section(text, "**Returns:**").Append(returns);
            var errors = element.Elements("exception").Where(e => e.Attribute("code") is { Value.Length: > 0 }).ToArray();
            if (errors.Length > 0) Section(text, "**Errors:**");
            for (var i = 0; i < errors.Length; i++)
            {
                if (i > 0) text.Append('\n');
                text.Append(i + 1).Append(". ").Append(errors[i].Attribute("code")!.Value).Append(": ").Append(Text(errors[i]));
            }
        }
        return text.Length == 0 ? null : text.ToString();
    }

    private static StringBuilder Section(StringBuilder text, string heading)
    {
        if (text.Length > 0) text.Append("\n\n");
        return text.Append(heading).Append('\n');
    }

    private string? Summary(Type type, int depth)
    {
        if (Find(type) is not { } element) return null;
        if (element.Element("summary") is { } summary) return Text(summary) is { Length: > 0 } text ? text : null;
        if (element.Element("inheritdoc") is null || depth > 8) return null;
        return Ancestors(type).Select(t => Summary(t, depth + 1)).FirstOrDefault(d => d is not null);
    }

    private string? Parameter(ParameterInfo parameter, int depth)
    {
        if (parameter.Member is ConstructorInfo) return null;
        if (Find(parameter.Member) is not { } element) return null;
        var param = element.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == parameter.Name);
        if (param is not null) return Text(param) is { Length: > 0 } text ? text : null;
        if (element.Element("inheritdoc") is null || depth > 8) return null;
        return Inherited(parameter.Member)
            .Select(m => (m as MethodInfo)?.GetParameters().FirstOrDefault(p => p.Name == parameter.Name))
            .Select(p => p is null ? null : Parameter(p, depth + 1))
            .FirstOrDefault(d => d is not null);
    }

    private static IEnumerable<MemberInfo> Inherited(MemberInfo member)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var type in member.DeclaringType is { } declaring ? Ancestors(declaring) : [])
        {
            var found = member is MethodInfo method
                ? type.GetMethod(method.Name, flags, [.. method.GetParameters().Select(p => p.ParameterType)])
                : (MemberInfo?)type.GetProperty(member.Name, flags);
            if (found is not null) yield return found;
        }
    }

    private static IEnumerable<Type> Ancestors(Type type)
    {
        for (var t = type.BaseType; t is not null && t != typeof(object); t = t.BaseType) yield return t;
        foreach (var i in type.GetInterfaces()) yield return i;
    }

    private XElement? Find(MemberInfo member)
    {
        var assembly = (member as Type ?? member.DeclaringType)?.Assembly;
        return assembly is null ? null : FileOf(assembly).GetValueOrDefault(Id(member));
    }

    private IReadOnlyDictionary<string, XElement> FileOf(Assembly assembly)
    {
        if (_files.TryGetValue(assembly, out var members)) return members;
        return _files[assembly] = Load(assembly);
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        if (assembly.IsDynamic || assembly.Location is not { Length: > 0 } location) return [];
        var path = System.IO.Path.ChangeExtension(location, ".xml");
        if (!File.Exists(path)) return [];
        try
        {
            var members = new Dictionary<string, XElement>(StringComparer.Ordinal);
            foreach (var member in XDocument.Load(path).Root?.Element("members")?.Elements("member") ?? [])
            {
                if (member.Attribute("name")?.Value is { } name) members[name] = member;
            }
            return members;
        }
        catch (XmlException)
        {
            // A broken documentation file costs descriptions, not the schema.
            return [];
        }
    }

    /// <summary>The id as the compiler writes it. C# standard: ID string format.</summary>
    private static string Id(MemberInfo member) => member switch
    {
        Type t => "T:" + TypeId(t),
        PropertyInfo p => $"P:{TypeId(p.DeclaringType!)}.{p.Name}",
        FieldInfo f => $"F:{TypeId(f.DeclaringType!)}.{f.Name}",
        MethodInfo m => MethodId(m),
        _ => "",
    };

    private static string MethodId(MethodInfo method)
    {
        // The id names the parameters of the generic definition.
        if (method.DeclaringType is { IsConstructedGenericType: true } constructed)
            method = (MethodInfo)constructed.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(method);
        var parameters = method.GetParameters();
        var id = $"M:{TypeId(method.DeclaringType!)}.{method.Name}";
        return parameters.Length == 0 ? id : $"{id}({string.Join(',', parameters.Select(p => ParameterId(p.ParameterType)))})";
    }

    private static string TypeId(Type type)
    {
        if (type.IsConstructedGenericType) type = type.GetGenericTypeDefinition();
        return (type.FullName ?? type.Name).Replace('+', '.');
    }

    private static string ParameterId(Type type)
    {
        if (type.IsGenericParameter) return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        if (type.IsByRef) return ParameterId(type.GetElementType()!) + "@";
        if (type.IsArray) return ParameterId(type.GetElementType()!) + "[]";
        if (!type.IsGenericType) return (type.FullName ?? type.Name).Replace('+', '.');
        var name = (type.GetGenericTypeDefinition().FullName ?? type.Name).Replace('+', '.');
        return $"{name[..name.IndexOf('`')]}{{{string.Join(',', type.GetGenericArguments().Select(ParameterId))}}}";
    }

    private static string Text(XElement? element)
    {
        if (element is null) return "";
        var text = new StringBuilder();
        Flatten(element, text);
        var lines = text.ToString().ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim());
        return string.Join('\n', lines).Trim('\n');
    }

    private static void Flatten(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText t: text.Append(t.Value); break;
                case XElement { Name.LocalName: "see" or "seealso" or "paramref" or "typeparamref" } e when e.IsEmpty || e.Value.Length == 0:
                    text.Append(Reference(e));
                    break;
                case XElement { Name.LocalName: "para" or "br" } e:
                    text.Append('\n');
                    Flatten(e, text);
                    text.Append('\n');
                    break;
                case XElement e: Flatten(e, text); break;
            }
        }
    }

    private static string Reference(XElement element)
    {
        var target = (element.Attribute("cref") ?? element.Attribute("name") ?? element.Attribute("langword") ?? element.Attribute("href"))?.Value ?? "";
        if (target is not [_, ':', ..]) return target;
        target = target[2..];
        if (target.IndexOf('(') is var open and > 0) target = target[..open];
        return target[(target.LastIndexOf('.') + 1)..].Split('`')[0];
    }
}
