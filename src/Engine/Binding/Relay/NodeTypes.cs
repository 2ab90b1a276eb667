using System.Reflection;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Relay;

/// <summary>Which object types are nodes: their <c>id</c> field, and the method that loads them.</summary>
internal static class NodeTypes
{
    public const string InterfaceName = "Node";

    /// <summary>Makes a type with <c>[Node]</c> or a node resolver a node: the id field comes first.</summary>
    public static void AddId(ObjectFields fields, TypeRegistry types)
    {
        if (!GlobalIds.IsEnabled(types) || fields.RuntimeType is not { } type) return;
        var attribute = type.GetCustomAttribute<NodeAttribute>(false);
        var resolver = ResolverOf(type, attribute, types);
        if (attribute is null && resolver is null) return;
        var member = IdOf(type, attribute?.IdField)
            ?? throw new SchemaException($"{type.Name} is a node but has no member {attribute?.IdField ?? "Id"}; name it with [Node(IdField = …)].");
        var field = MakeNode(fields, member);
        if (resolver is null) return;
        NodeResolverMap.Of(types).Register((ObjectTypeDefinition)fields.Definition, resolver, field.ResultType ?? typeof(string), types);
    }

    /// <summary>The type implements <c>Node</c>, and the member is its id.</summary>
    public static OutputFieldDefinition MakeNode(ObjectFields fields, MemberInfo member)
    {
        Implement((ObjectTypeDefinition)fields.Definition, fields.Types);
        var field = fields.Of(member);
        field.Name = "id";
        field.Type = TypeRef.NonNull(TypeRef.Named("ID"));
        if (field.Features.Get<GlobalIdFeature>() is null) GlobalIds.Apply(field, null, fields.Types);
        return field;
    }

    /// <summary>A method that loads nodes and is therefore no field of the node itself.</summary>
    public static bool IsNodeResolver(MemberInfo member, Type type) =>
        member.IsDefined(typeof(NodeResolverAttribute), false)
        || (member is MethodInfo { IsStatic: true } method && type.IsDefined(typeof(NodeAttribute), false) && ConventionalNames(type).Contains(method.Name));

    private static void Implement(ObjectTypeDefinition definition, TypeRegistry types)
    {
        if (types.Features.Get<GlobalObjectIdentification>() is not { RegisterNodeInterface: true }) return;
        if (!definition.Interfaces.Exists(i => i is NamedTypeRef { Name: InterfaceName })) definition.Interfaces.Insert(0, TypeRef.Named(InterfaceName));
    }

    private static MemberInfo? IdOf(Type type, string? name)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;
        foreach (var candidate in name is null ? ["Id", "GetId", "GetIdAsync"] : new[] { name })
        {
            if (type.GetProperty(candidate, flags) is { } property) return property;
            if (type.GetMethod(candidate, flags, []) is { } method) return method;
        }
        return null;
    }

    private static MethodInfo? ResolverOf(Type type, NodeAttribute? attribute, TypeRegistry types)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance;
        var marked = types.Extensions.ResolverClassesOf(type)
            .Concat(types.Extensions.ExtensionsOf(type, "").Select(e => e.Class))
            .Append(attribute?.NodeResolverType ?? type)
            .SelectMany(c => c.GetMethods(flags))
            .FirstOrDefault(m => m.IsDefined(typeof(NodeResolverAttribute), false));
        if (marked is not null) return marked;
        if (types.Extensions.RootNodeResolverOf(type) is { } root) return root;
        if (attribute is null) return null;
        var owner = attribute.NodeResolverType ?? type;
        if (attribute.NodeResolver is { } name)
            return owner.GetMethod(name, flags) ?? throw new SchemaException($"{type.Name} names the node resolver {name}, which {owner.Name} does not have.");
        return ConventionalNames(type).Select(n => owner.GetMethod(n, flags)).FirstOrDefault(m => m is not null && m.GetParameters().Length > 0);
    }

    private static string[] ConventionalNames(Type type) => ["Get", "GetAsync", $"Get{type.Name}", $"Get{type.Name}Async"];
}
