using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine;

/// <summary>The GraphQL name of a type, field, argument or enum value; <c>{0}</c> stands for the name of a generic type's argument.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Property
    | AttributeTargets.Method | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>The description; beats XML documentation.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Property
    | AttributeTargets.Method | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    /// <summary>The text.</summary>
    public string Description { get; } = description;
}

/// <summary>Marks a field, argument, input field or enum value as deprecated.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter | AttributeTargets.Field)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>Why, and what to use instead.</summary>
    public string DeprecationReason { get; } = reason;
}

/// <summary>Keeps a member out of the graph.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Class)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>The GraphQL type of a member or parameter, as a schema type class or in GraphQL notation.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public class GraphQLTypeAttribute : Attribute
{
    /// <summary>By schema type class, e.g. <c>typeof(AnyType)</c>, or CLR type.</summary>
    public GraphQLTypeAttribute(Type type) => Type = type;

    /// <summary>In GraphQL notation, e.g. <c>[Int!]!</c>.</summary>
    public GraphQLTypeAttribute(string typeSyntax) => TypeSyntax = typeSyntax;

    /// <summary>The class, or null.</summary>
    public Type? Type { get; }

    /// <summary>The notation, or null.</summary>
    public string? TypeSyntax { get; }
}

/// <inheritdoc/>
public sealed class GraphQLTypeAttribute<T>() : GraphQLTypeAttribute(typeof(T));

/// <summary>Makes the place non-null, by nesting level; <c>false</c> means non-null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class GraphQLNonNullTypeAttribute(params bool[] nullable) : Attribute
{
    /// <summary>For each level from the outside: whether it is nullable.</summary>
    public IReadOnlyList<bool> Nullable { get; } = nullable.Length == 0 ? [false] : nullable;
}

/// <summary>Names the module of an assembly: the generator makes <c>Add{Name}()</c>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ModuleAttribute(string name, ModuleOptions options = ModuleOptions.Default) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;

    /// <summary>What is registered.</summary>
    public ModuleOptions Options { get; } = options;
}

/// <summary>What a module registers.</summary>
[Flags]
public enum ModuleOptions
{
    RegisterTypes = 1,
    RegisterDataLoader = 2,
    Default = RegisterTypes | RegisterDataLoader,
}

/// <summary>Puts one static member on the query type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class QueryAttribute : Attribute;

/// <summary>Puts one static member on the mutation type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class MutationAttribute : Attribute;

/// <summary>Puts one static member on the subscription type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class SubscriptionAttribute : Attribute;
