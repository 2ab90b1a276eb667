namespace GraphQLPlugins.Engine.Execution;

/// <summary>Which service scope a resolver gets.</summary>
public enum DependencyInjectionScope
{
    /// <summary>The request's.</summary>
    Request,

    /// <summary>One of its own, disposed when the field is done.</summary>
    Resolver,
}
