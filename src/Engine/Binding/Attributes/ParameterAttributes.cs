namespace GraphQLPlugins.Engine;

/// <summary>An argument of the field. Rarely needed: parameters are arguments unless something else fits.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ArgumentAttribute(string? name = null) : Attribute
{
    /// <summary>The argument's name; null takes the parameter's.</summary>
    public string? Name { get; } = name;
}

/// <summary>The parent object. <see cref="Requires"/> lists members that must be loaded even when they are not selected.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute(string? requires = null) : Attribute
{
    /// <summary>Member names, separated by blanks; braces nest. Null: nothing.</summary>
    public string? Requires { get; } = requires;
}

/// <summary>The message of a subscription event.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;

/// <summary>A service of the resolver's scope, keyed or not. Needed only where the container cannot say whether a type is a service.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute(string? key = null) : Attribute
{
    /// <summary>The key, or null.</summary>
    public string? Key { get; } = key;
}

/// <summary>A service of the schema.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SchemaServiceAttribute : Attribute;

/// <summary>State of the whole request.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public class GlobalStateAttribute(string? key = null) : Attribute
{
    /// <summary>The key; null takes the parameter's name.</summary>
    public string? Key { get; } = key;
}

/// <summary>State that flows to the fields below.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public class ScopedStateAttribute(string? key = null) : Attribute
{
    /// <summary>The key; null takes the parameter's name.</summary>
    public string? Key { get; } = key;
}

/// <summary>State of one field's pipeline.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public class LocalStateAttribute(string? key = null) : Attribute
{
    /// <summary>The key; null takes the parameter's name.</summary>
    public string? Key { get; } = key;
}

/// <summary>A parameter of this type sets the state instead of reading it.</summary>
public delegate void SetState<in T>(T value);
