using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Execution;

/// <summary>How a field's value is obtained, from cheapest to dearest.</summary>
public enum ResolverKind
{
    /// <summary>A typed getter on the parent: no context, no arguments, no await, no boxing where the scalar allows.</summary>
    Getter,

    /// <summary>A synchronous function of context and arguments that needs no services: evaluated while the result is written.</summary>
    Pure,

    /// <summary>Everything else; may await, use services and loaders, has middleware.</summary>
    Async,
}

/// <summary>The compiled way to a field's value. Exactly the delegate of its kind is set.</summary>
public sealed class CompiledResolver
{
    /// <summary>The kind.</summary>
    public required ResolverKind Kind { get; init; }

    /// <summary>For <see cref="ResolverKind.Getter"/>: a <c>Func&lt;TParent, TValue&gt;</c> with the member's exact CLR types.</summary>
    public Delegate? Getter { get; init; }

    /// <summary>For <see cref="ResolverKind.Pure"/>.</summary>
    public PureFieldDelegate? Pure { get; init; }

    /// <summary>For <see cref="ResolverKind.Async"/>: the whole pipeline, middleware included.</summary>
    public FieldDelegate? Pipeline { get; init; }

    /// <summary>The resolver without middleware, for middleware that runs it by itself; null when there is none apart.</summary>
    internal FieldDelegate? Innermost { get; init; }

    /// <summary>Whether siblings run beside it.</summary>
    public ResolverStrategy Strategy { get; init; }

    /// <summary>Which service scope it wants; null takes the schema's option for the operation kind. Only for <see cref="ResolverKind.Async"/>.</summary>
    public DependencyInjectionScope? Scope { get; init; }

    /// <summary>Whether the resolver takes services or the context at all. When false, no scope is opened for it.</summary>
    public bool NeedsScope { get; init; } = true;

    /// <summary>For subscription root fields: opens the event stream.</summary>
    public SubscribeResolverDelegate? Subscribe { get; init; }
}
