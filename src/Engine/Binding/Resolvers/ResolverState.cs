using GraphQLPlugins.Engine.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>State as resolver parameters see it.</summary>
internal static class ResolverState
{
    public static T EventMessage<T>(IResolverContext context) =>
        context.ScopedContextData.TryGetValue(ExecutionContextData.EventMessage, out var value)
        || context.ContextData.TryGetValue(ExecutionContextData.EventMessage, out value)
            ? ValueConverter.Default.Convert<T>(value)
            : throw new InvalidOperationException($"{context.Selection.Field.Coordinate} is not resolved for an event; there is no message.");

    public static T Global<T>(IResolverContext context, string key, bool isOptional) =>
        context.ContextData.TryGetValue(key, out var value) ? Typed<T>(value) : Missing<T>(context, key, isOptional, "global");

    public static T Scoped<T>(IResolverContext context, string key, bool isOptional) =>
        context.ScopedContextData.TryGetValue(key, out var value) ? Typed<T>(value) : Missing<T>(context, key, isOptional, "scoped");

    public static T Local<T>(IResolverContext context, string key, bool isOptional) =>
        context.LocalContextData.TryGetValue(key, out var value) ? Typed<T>(value) : Missing<T>(context, key, isOptional, "local");

    public static SetState<T> SetGlobal<T>(IResolverContext context, string key) => value => context.ContextData[key] = value;

    public static SetState<T> SetScoped<T>(IResolverContext context, string key) => value => context.ScopedContextData = context.ScopedContextData.SetItem(key, value);

    public static SetState<T> SetLocal<T>(IResolverContext context, string key) => value => context.LocalContextData = context.LocalContextData.SetItem(key, value);

    private static T Typed<T>(object? value) => value is null ? default! : (T)value;

    private static T Missing<T>(IResolverContext context, string key, bool isOptional, string kind) => isOptional
        ? default!
        : throw new ArgumentException($"{context.Selection.Field.Coordinate} needs the {kind} state `{key}`, which is not set.");
}

/// <summary>Services as resolver parameters see them.</summary>
internal static class ResolverServices
{
    public static T GetOfRequest<T>(IResolverContext context) where T : notnull => context.RequestServices.GetRequiredService<T>();

    public static T Get<T>(IResolverContext context, object? key, bool isOptional)
    {
        var services = context.Services;
        if (key is null) return isOptional ? services.GetService<T>()! : (T)services.GetRequiredService(typeof(T));
        return isOptional ? services.GetKeyedService<T>(key)! : (T)services.GetRequiredKeyedService(typeof(T), key);
    }
}
