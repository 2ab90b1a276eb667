using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Resolvers;

/// <summary>Resolves a field's value; may await.</summary>
public delegate ValueTask<object?> FieldResolverDelegate(IResolverContext context);

/// <summary>Computes a field's value at once, from the parent and the arguments alone.</summary>
public delegate object? PureFieldDelegate(IResolverContext context);

/// <summary>One step of a field's pipeline.</summary>
public delegate ValueTask FieldDelegate(IMiddlewareContext context);

/// <summary>Wraps the rest of a field's pipeline.</summary>
public delegate FieldDelegate FieldMiddleware(FieldDelegate next);

/// <summary>Opens the event stream of a subscription field.</summary>
public delegate ValueTask<ISourceStream> SubscribeResolverDelegate(IResolverContext context);
