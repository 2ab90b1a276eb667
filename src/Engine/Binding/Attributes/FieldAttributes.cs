namespace GraphQLPlugins.Engine.Types;

/// <summary>Subscribes the field to a topic, or takes its stream from <see cref="With"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    /// <summary>The CLR type of the message; null takes it from the parameter with <see cref="EventMessageAttribute"/>.</summary>
    public Type? MessageType { get; set; }

    /// <summary>The method of the same class that opens the stream; null subscribes to the topic.</summary>
    public string? With { get; set; }
}

/// <summary>The topic of a subscription; <c>{argument}</c> is filled with the argument's value. On a parameter: the argument is the topic.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class TopicAttribute(string? name = null) : Attribute
{
    /// <summary>The topic; null takes the method's name.</summary>
    public string? Name { get; } = name;
}

/// <summary>The field runs beside its siblings.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ParallelAttribute : Attribute;

/// <summary>The field runs after its earlier siblings.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class SerialAttribute : Attribute;

/// <summary>Allows <c>@stream</c> on the field.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class StreamResultAttribute : Attribute;

/// <summary>The resolver gets the request's services.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseRequestScopeAttribute : Attribute;

/// <summary>The resolver gets a service scope of its own.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseResolverScopeAttribute : Attribute;

/// <summary>A Boolean parameter that says whether fields are selected below.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class IsSelectedAttribute(params string[] fieldNames) : Attribute
{
    /// <summary>The fields, any of them; a single entry may be a pattern such as <c>a b { c }</c>.</summary>
    public IReadOnlyList<string> FieldNames { get; } = fieldNames;
}

/// <summary>Tags a part of the schema with <c>@tag</c>.</summary>
[AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
public sealed class TagAttribute(string name) : Attribute
{
    /// <summary>The tag.</summary>
    public string Name { get; } = name;
}

/// <summary>A typed error of a mutation (or of a query under query conventions).</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public class ErrorAttribute(Type errorType) : Attribute
{
    /// <summary>An exception class, an error class or an error factory.</summary>
    public Type ErrorType { get; } = errorType;
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ErrorAttribute<TError>() : ErrorAttribute(typeof(TError));

/// <summary>Overrides the mutation conventions for one mutation.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseMutationConventionAttribute : Attribute
{
    public string? InputTypeName { get; set; }
    public string? InputArgumentName { get; set; }
    public string? PayloadTypeName { get; set; }
    public string? PayloadFieldName { get; set; }
    public string? PayloadErrorTypeName { get; set; }
    public string? PayloadErrorsFieldName { get; set; }

    /// <summary>Leaves the mutation as it is.</summary>
    public bool Disable { get; set; }
}

/// <summary>Makes an error from an exception.</summary>
public interface IPayloadErrorFactory<in TException, out TError> where TException : Exception
{
    /// <summary>The error.</summary>
    TError CreateErrorFrom(TException exception);
}
