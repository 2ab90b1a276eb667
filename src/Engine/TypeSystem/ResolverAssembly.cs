using System.Reflection;
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

    /// <summary>The pipeline that does what a getter or a pure function does.</summary>
    public static FieldDelegate Lift(CompiledResolver inner)
    {
        if (inner.Pure is { } pure)
        {
            return context =>
            {
                context.Result = pure(context);
                return default;
            };
        }
        return (FieldDelegate)typeof(ResolverAssembly).GetMethod(nameof(LiftGetter), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(inner.Getter!.GetType().GetGenericArguments()).Invoke(null, [inner.Getter])!;
    }

    private static CompiledResolver Assemble(OutputField frozen, OutputFieldDefinition field)
    {
        var inner = field.Resolver is { } resolver ? FromDelegate(resolver) : field.ResolverFactory!(frozen);
        if (field.Middleware.Count == 0 && inner.Kind != ResolverKind.Async && field.Subscribe is null) return inner;
        var innermost = inner.Pipeline ?? Lift(inner);
        var pipeline = innermost;
        for (var i = field.Middleware.Count - 1; i >= 0; i--) pipeline = field.Middleware[i].Factory(frozen)(pipeline);
        return new CompiledResolver
        {
            Kind = ResolverKind.Async, Pipeline = pipeline, Innermost = innermost, Strategy = field.Strategy, Scope = field.Scope,
            NeedsScope = inner.NeedsScope || field.Middleware.Count > 0, Subscribe = field.Subscribe,
        };
    }

    private static CompiledResolver FromDelegate(FieldResolverDelegate resolver) => new()
    {
        Kind = ResolverKind.Async,
        Pipeline = context =>
        {
            var task = resolver(context);
            if (!task.IsCompletedSuccessfully) return Await(task, context);
            context.Result = task.Result;
            return default;
        },
    };

    private static async ValueTask Await(ValueTask<object?> task, IMiddlewareContext context) => context.Result = await task.ConfigureAwait(false);

    private static FieldDelegate LiftGetter<TParent, TValue>(Func<TParent, TValue> getter) => context =>
    {
        context.Result = getter(context.Parent<TParent>());
        return default;
    };
}
