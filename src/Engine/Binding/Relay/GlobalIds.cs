using System.Collections;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem;
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
        if (member.GetCustomAttribute<IDAttribute>() is { } attribute) Apply(field, TypeNameOf(attribute, types), types);
    }

    public static void Apply(OutputFieldDefinition field, string? typeName, TypeRegistry types)
    {
        field.Type = field.Type.WithInnermost(TypeRef.Named("ID"));
        field.Features.Set(new GlobalIdFeature(typeName));
        if (!IsEnabled(types) || field.ResolverFactory is not { } inner) return;
        var serializer = SerializerOf(types);
        field.ResolverFactory = frozen => Encode(inner(frozen), typeName ?? frozen.DeclaringType.Name, serializer);
    }

    public static void Apply(ICustomAttributeProvider element, InputFieldDefinition input, TypeRegistry types)
    {
        if (element.GetCustomAttributes(typeof(IDAttribute), true) is [IDAttribute attribute, ..]) Apply(input, TypeNameOf(attribute, types), types);
    }

    public static void Apply(InputFieldDefinition input, string? typeName, TypeRegistry types)
    {
        input.Type = input.Type.WithInnermost(TypeRef.Named("ID"));
        input.Features.Set(new GlobalIdFeature(typeName));
        if (IsEnabled(types)) input.Formatter = Decoder(typeName, LeafOf(input.RuntimeType ?? typeof(string)), SerializerOf(types));
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

    private static Type LeafOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return ClrTypes.ElementOf(type) is { } element ? LeafOf(element) : type;
    }

    private static CompiledResolver Encode(CompiledResolver inner, string typeName, INodeIdSerializer serializer) => inner.Kind switch
    {
        ResolverKind.Getter => new CompiledResolver { Kind = ResolverKind.Getter, Getter = EncodeGetter(inner.Getter!, typeName, serializer), NeedsScope = false },
        ResolverKind.Pure => new CompiledResolver { Kind = ResolverKind.Pure, Pure = context => Encode(inner.Pure!(context), typeName, serializer), NeedsScope = false },
        _ => new CompiledResolver
        {
            Kind = ResolverKind.Async, Strategy = inner.Strategy, Scope = inner.Scope, NeedsScope = inner.NeedsScope, Subscribe = inner.Subscribe,
            Pipeline = async context =>
            {
                await inner.Pipeline!(context).ConfigureAwait(false);
                context.Result = Encode(context.Result, typeName, serializer);
            },
        },
    };

    private static object? Encode(object? value, string typeName, INodeIdSerializer serializer) => value switch
    {
        null => null,
        string or not IEnumerable => serializer.Format(typeName, value),
        IEnumerable list => list.Cast<object?>().Select(v => Encode(v, typeName, serializer)).ToList(),
    };

    private static Delegate EncodeGetter(Delegate getter, string typeName, INodeIdSerializer serializer) =>
        (Delegate)typeof(GlobalIds).GetMethod(nameof(TypedEncoder), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(getter.GetType().GetGenericArguments()).Invoke(null, [getter, typeName, serializer])!;

    private static Delegate TypedEncoder<TParent, TValue>(Func<TParent, TValue> getter, string typeName, INodeIdSerializer serializer) =>
        typeof(TValue) == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(typeof(TValue))
            ? (Func<TParent, string?>)(parent => getter(parent) is { } id ? serializer.Format(typeName, id) : null)
            : (Func<TParent, object?>)(parent => Encode(getter(parent), typeName, serializer));
}
