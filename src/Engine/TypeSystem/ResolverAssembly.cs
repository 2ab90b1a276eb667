using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Puts a field's resolver and its middleware together, when the field is first needed.</summary>
internal static class ResolverAssembly
{
    /// <summary>The factory for the frozen field; null when the field has no way to a value.</summary>
    public static Func<OutputField, CompiledResolver>? FactoryOf(OutputFieldDefinition field)
    {
        if (field.Resolver is null && field.ResolverFactory is null) return null;
        return frozen => Assemble(frozen, field);
    }

    private static CompiledResolver Assemble(OutputField frozen, OutputFieldDefinition field)
    {
        var inner = field.Resolver is { } resolver ? FromDelegate(resolver, field) : field.ResolverFactory!(frozen);
        if (field.Middleware.Count == 0 && inner.Kind != ResolverKind.Async) return inner;
        var innermost = inner.Pipeline ?? Lift(inner);
        var pipeline = innermost;
        for (var i = field.Middleware.Count - 1; i >= 0; i--) pipeline = field.Middleware[i].Factory(frozen)(pipeline);
        return new CompiledResolver
        {
            Kind = ResolverKind.Async, Pipeline = pipeline, Innermost = innermost, Strategy = field.Strategy, Scope = field.Scope, NeedsScope = inner.NeedsScope,
            Subscribe = field.Subscribe,
        };
    }

    private static CompiledResolver FromDelegate(FieldResolverDelegate resolver, OutputFieldDefinition field) => new()
    {
        Kind = ResolverKind.Async, Strategy = field.Strategy, Scope = field.Scope, Subscribe = field.Subscribe,
        Pipeline = async context => context.Result = await resolver(context).ConfigureAwait(false),
    };

    private static FieldDelegate Lift(CompiledResolver inner)
    {
        if (inner.Pure is { } pure)
        {
            return context =>
            {
                context.Result = pure(context);
                return default;
            };
        }
        var getter = inner.Getter!;
        return context =>
        {
            context.Result = getter.DynamicInvoke(context.Parent<object>());
            return default;
        };
    }
}
