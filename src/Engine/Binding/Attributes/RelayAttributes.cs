namespace GraphQLPlugins.Engine.Types.Relay;

/// <summary>The member or parameter is a global id.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public class IDAttribute(string? typeName = null) : Attribute
{
    /// <summary>The GraphQL type that the id must belong to; null: the declaring type on output, any type on input.</summary>
    public string? TypeName { get; } = typeName;
}

/// <inheritdoc/>
public sealed class IDAttribute<T>() : IDAttribute(typeof(T).Name);

/// <summary>The class implements <c>Node</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class NodeAttribute : Attribute
{
    /// <summary>The member that is the id; null: <c>Id</c>.</summary>
    public string? IdField { get; set; }

    /// <summary>The method that loads the node; null: by convention.</summary>
    public string? NodeResolver { get; set; }

    /// <summary>The class of the method; null: the class itself.</summary>
    public Type? NodeResolverType { get; set; }
}

/// <summary>The method loads a node by its id.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;
