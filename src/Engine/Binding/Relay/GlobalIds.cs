using GraphQLPlugins.Engine.Binding.Inference;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Binding.Relay;

/// <summary>Whether and how the schema has global ids. A feature of the schema; absent when it has none.</summary>
public sealed class GlobalObjectIdentification
{
    /// <summary>Whether there are <c>Node</c>, <c>node</c> and <c>nodes</c>.</summary>
    public bool RegisterNodeInterface { get; set; } = true;
}

/// <summary>On a field, argument or input field: it is a global id.</summary>
/// <param name="TypeName">The type that the id must belong to; null: the declaring type on output, any type on input.</param>
public sealed record GlobalIdFeature(string? TypeName);

/// <summary>What <c>[ID]</c> does: the place becomes <c>ID</c>; values are encoded and decoded when the schema has global ids.</summary>
internal static class GlobalIds
{
    public static void Apply(MemberInfo member, OutputFieldDefinition field, TypeRegistry types)
    {
        if (Attributes.First<IDAttribute>(member) is { } attribute) Apply(field, TypeNameOf(attribute, types), types);
    }

    public static void Apply(OutputFieldDefinition field, string? typeName, TypeRegistry types)
    {
        field.Type = field.Type.WithInnermost(TypeRef.Named("ID"));
        field.Features.Set(new GlobalIdFeature(typeName));
        if (!IsEnabled(types) || field.ResolverFactory is not { } inner) return;
        var serializer = SerializerOf(types);
        field.ResolverFactory = frozen =>
        {
            var name = typeName ?? frozen.DeclaringType.Name;
            return ResultMapping.Map(inner(frozen), id => serializer.Format(name, id));
        };
    }

    public static void Apply(ICustomAttributeProvider element, InputFieldDefinition input, TypeRegistry types)
    {
        if (Attributes.First<IDAttribute>(element) is { } attribute) Apply(input, TypeNameOf(attribute, types), types);
    }

    public static void Apply(InputFieldDefinition input, string? typeName, TypeRegistry types)
    {
        input.Type = input.Type.WithInnermost(TypeRef.Named("ID"));
        input.Features.Set(new GlobalIdFeature(typeName));
        if (IsEnabled(types)) input.Formatter = Decoder(typeName, ResultMapping.LeafOf(input.RuntimeType ?? typeof(string)), SerializerOf(types));
    }

    /// <summary>Decodes one id; the type's name is checked when one is expected.</summary>
    public static Func<object, object?> Decoder(string? typeName, Type leaf, INodeIdSerializer serializer)
    {
        var raw = leaf == typeof(NodeId);
        return value =>
        {
            if (value is not string text) return value;
            var id = serializer.Parse(text, raw ? typeof(string) : leaf);
            if (typeName is not null && !string.Equals(id.TypeName, typeName, StringComparison.Ordinal)) throw NodeIdErrors.WrongType(id.TypeName, typeName);
            return raw ? id : id.InternalId;
        };
    }

    public static bool IsEnabled(TypeRegistry types) => types.Features.Get<GlobalObjectIdentification>() is not null;

    public static INodeIdSerializer SerializerOf(TypeRegistry types)
    {
        if (types.Features.Get<INodeIdSerializer>() is { } known) return known;
        var serializer = types.Services.GetService<INodeIdSerializer>() ?? new DefaultNodeIdSerializer(types.Services.GetServices<INodeIdValueSerializer>());
        types.Features.Set(serializer);
        return serializer;
    }

    private static string? TypeNameOf(IDAttribute attribute, TypeRegistry types)
    {
        // The generic form names a CLR type; its GraphQL name is what ids carry.
        var type = attribute.GetType();
        return type.IsGenericType ? types.NameOf(type.GetGenericArguments()[0], TypeContext.Output) : attribute.TypeName;
    }
}
