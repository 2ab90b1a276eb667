using System.Reflection;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.TypeSystem.Definitions;

/// <summary>A type under construction; everything may still change. <see cref="SchemaFactory"/> freezes it.</summary>
public abstract class TypeDefinition
{
    /// <summary>The GraphQL name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The description, or null.</summary>
    public string? Description { get; set; }

    /// <summary>The CLR type of values, or null.</summary>
    public Type? RuntimeType { get; set; }

    /// <summary>Applied directives in order.</summary>
    public List<AppliedDirective> Directives { get; } = [];

    /// <summary>Features for conventions; objects and input objects keep them when frozen.</summary>
    public FeatureSet Features { get; } = new();

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}

/// <summary>An object or interface under construction.</summary>
public abstract class ComplexTypeDefinition : TypeDefinition
{
    /// <summary>The fields in order.</summary>
    public List<OutputFieldDefinition> Fields { get; } = [];

    /// <summary>Implemented interfaces.</summary>
    public List<TypeRef> Interfaces { get; } = [];

    /// <summary>The field of this name, or null.</summary>
    public OutputFieldDefinition? FindField(string name) => Fields.Find(f => f.Name == name);
}

/// <summary>An object type under construction.</summary>
public sealed class ObjectTypeDefinition : ComplexTypeDefinition
{
    /// <inheritdoc cref="ObjectType.IsOfType"/>
    public Func<object, bool>? IsOfType { get; set; }
}

/// <summary>An interface type under construction.</summary>
public sealed class InterfaceTypeDefinition : ComplexTypeDefinition;

/// <summary>A union type under construction.</summary>
public sealed class UnionTypeDefinition : TypeDefinition
{
    /// <summary>The members in order.</summary>
    public List<TypeRef> Members { get; } = [];
}

/// <summary>An enum type under construction.</summary>
public sealed class EnumTypeDefinition : TypeDefinition
{
    /// <summary>The values in order.</summary>
    public List<EnumValue> Values { get; } = [];
}

/// <summary>A scalar, which needs no construction.</summary>
public sealed class ScalarTypeDefinition : TypeDefinition
{
    /// <summary>The finished scalar.</summary>
    public required ScalarType Scalar { get; init; }
}

/// <summary>An input object type under construction.</summary>
public sealed class InputObjectTypeDefinition : TypeDefinition
{
    /// <summary>The fields in order.</summary>
    public List<InputFieldDefinition> Fields { get; } = [];

    /// <inheritdoc cref="InputObjectType.IsOneOf"/>
    public bool IsOneOf { get; set; }

    /// <inheritdoc cref="InputObjectType.CreateInstance"/>
    public Func<InputObjectValue, object>? CreateInstance { get; set; }
}

/// <summary>An argument or input field under construction.</summary>
public sealed class InputFieldDefinition
{
    /// <summary>The GraphQL name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The description, or null.</summary>
    public string? Description { get; set; }

    /// <summary>Why not to use it, or null.</summary>
    public string? DeprecationReason { get; set; }

    /// <summary>The type.</summary>
    public TypeRef Type { get; set; } = null!;

    /// <summary>The default as a literal, or null.</summary>
    public IValueNode? DefaultValue { get; set; }

    /// <summary>The default as a CLR value, turned into a literal when the schema is frozen; ignored when <see cref="DefaultValue"/> is set.</summary>
    public object? RuntimeDefaultValue { get; set; }

    /// <summary>Applied directives in order.</summary>
    public List<AppliedDirective> Directives { get; } = [];

    /// <inheritdoc cref="InputField.RuntimeType"/>
    public Type? RuntimeType { get; set; }

    /// <inheritdoc cref="InputField.Formatter"/>
    public Func<object, object?>? Formatter { get; set; }

    /// <summary>The parameter behind an argument, or null.</summary>
    public ParameterInfo? Parameter { get; set; }

    /// <summary>The property behind an input field, or null.</summary>
    public PropertyInfo? Property { get; set; }

    /// <summary>Features for conventions.</summary>
    public FeatureSet Features { get; } = new();
}

/// <summary>An output field under construction.</summary>
public sealed class OutputFieldDefinition
{
    /// <summary>The GraphQL name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The description, or null.</summary>
    public string? Description { get; set; }

    /// <summary>Why not to use it, or null.</summary>
    public string? DeprecationReason { get; set; }

    /// <summary>The type.</summary>
    public TypeRef Type { get; set; } = null!;

    /// <summary>The arguments in order.</summary>
    public List<InputFieldDefinition> Arguments { get; } = [];

    /// <summary>Applied directives in order.</summary>
    public List<AppliedDirective> Directives { get; } = [];

    /// <summary>The CLR member, or null.</summary>
    public MemberInfo? Member { get; set; }

    /// <summary>The class that declares a static or instance resolver method; the parent's CLR type for plain members.</summary>
    public Type? SourceType { get; set; }

    /// <summary>The CLR type of the result without Task; null when unknown.</summary>
    public Type? ResultType { get; set; }

    /// <summary>A ready resolver; when null and <see cref="ResolverFactory"/> is null too, the field has none (schema error).</summary>
    public FieldResolverDelegate? Resolver { get; set; }

    /// <summary>Compiles the resolver when an operation first needs it. Receives the frozen field. Middleware is not part of it.</summary>
    public Func<OutputField, CompiledResolver>? ResolverFactory { get; set; }

    /// <summary>Middleware around the resolver, outermost first.</summary>
    public List<FieldMiddlewareDefinition> Middleware { get; } = [];

    /// <summary>How the field is scheduled beside its siblings.</summary>
    public ResolverStrategy Strategy { get; set; } = ResolverStrategy.Default;

    /// <summary>Which service scope the resolver gets; null takes the schema's option for the operation kind.</summary>
    public DependencyInjectionScope? Scope { get; set; }

    /// <summary>For subscription fields: opens the event stream.</summary>
    public SubscribeResolverDelegate? Subscribe { get; set; }

    /// <summary>Features for conventions; kept when frozen.</summary>
    public FeatureSet Features { get; } = new();
}

/// <summary>One middleware of a field.</summary>
/// <param name="Key">What it is (e.g. <c>paging</c>), for the check of the order; null when it doesn't matter.</param>
/// <param name="Factory">Makes the middleware for the frozen field, once.</param>
public sealed record FieldMiddlewareDefinition(string? Key, Func<OutputField, FieldMiddleware> Factory);

/// <summary>How a field's resolver runs beside its siblings.</summary>
public enum ResolverStrategy
{
    Default,
    Parallel,
    Serial,
}

/// <summary>A directive under construction.</summary>
public sealed class DirectiveTypeDefinition
{
    /// <summary>The name without @.</summary>
    public required string Name { get; set; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; set; }

    /// <summary>The arguments in order.</summary>
    public List<InputFieldDefinition> Arguments { get; } = [];

    /// <summary>Where it may stand.</summary>
    public required DirectiveLocation Locations { get; set; }

    /// <summary>Whether it may be repeated.</summary>
    public bool IsRepeatable { get; set; }
}

/// <summary>A whole schema under construction, every type resolved by name.</summary>
public sealed class SchemaDefinition
{
    /// <summary>The schema's name.</summary>
    public string Name { get; set; } = "_Default";

    /// <summary>The description, or null.</summary>
    public string? Description { get; set; }

    /// <summary>All types; references inside are <see cref="NamedTypeRef"/> with wrappers only. Spec scalars and introspection are added when missing.</summary>
    public List<TypeDefinition> Types { get; } = [];

    /// <summary>Directives beside those of the specification.</summary>
    public List<DirectiveTypeDefinition> Directives { get; } = [];

    /// <summary>Directives applied to the schema.</summary>
    public List<AppliedDirective> AppliedDirectives { get; } = [];

    /// <summary>The query root's name.</summary>
    public string QueryType { get; set; } = "Query";

    /// <summary>The mutation root's name, or null.</summary>
    public string? MutationType { get; set; }

    /// <summary>The subscription root's name, or null.</summary>
    public string? SubscriptionType { get; set; }

    /// <summary>Features that the frozen schema takes over.</summary>
    public FeatureSet Features { get; } = new();
}
