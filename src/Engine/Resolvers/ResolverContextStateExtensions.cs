using System.Security.Claims;

namespace GraphQLPlugins.Engine.Resolvers;

/// <summary>State of the request, of the fields below, and of one field's pipeline.</summary>
public static class ResolverContextStateExtensions
{
    /// <summary>State of the request. Errors: <see cref="ArgumentException"/> when it is not set.</summary>
    public static T? GetGlobalState<T>(this IResolverContext context, string name) =>
        context.ContextData.TryGetValue(name, out var value) ? (T?)value : throw Missing(context, name);

    /// <summary>State of the request, or the default.</summary>
    public static T? GetGlobalStateOrDefault<T>(this IResolverContext context, string name, T? defaultValue = default) =>
        context.ContextData.TryGetValue(name, out var value) && value is T typed ? typed : defaultValue;

    /// <summary>Sets state of the request.</summary>
    public static void SetGlobalState<T>(this IResolverContext context, string name, T value) => context.ContextData[name] = value;

    /// <summary>State of the request, made when it is not set. Two fields at once may both make it; the last one stays.</summary>
    public static T GetOrSetGlobalState<T>(this IResolverContext context, string name, Func<string, T> create)
    {
        if (context.ContextData.TryGetValue(name, out var value) && value is T typed) return typed;
        var made = create(name);
        context.ContextData[name] = made;
        return made;
    }

    /// <summary>State that flows from above. Errors: <see cref="ArgumentException"/> when it is not set.</summary>
    public static T? GetScopedState<T>(this IResolverContext context, string name) =>
        context.ScopedContextData.TryGetValue(name, out var value) ? (T?)value : throw Missing(context, name);

    /// <summary>State that flows from above, or the default.</summary>
    public static T? GetScopedStateOrDefault<T>(this IResolverContext context, string name, T? defaultValue = default) =>
        context.ScopedContextData.TryGetValue(name, out var value) && value is T typed ? typed : defaultValue;

    /// <summary>Sets state for the fields below.</summary>
    public static void SetScopedState<T>(this IResolverContext context, string name, T value) =>
        context.ScopedContextData = context.ScopedContextData.SetItem(name, value);

    /// <summary>State of this field's pipeline. Errors: <see cref="ArgumentException"/> when it is not set.</summary>
    public static T? GetLocalState<T>(this IResolverContext context, string name) =>
        context.LocalContextData.TryGetValue(name, out var value) ? (T?)value : throw Missing(context, name);

    /// <summary>State of this field's pipeline, or the default.</summary>
    public static T? GetLocalStateOrDefault<T>(this IResolverContext context, string name, T? defaultValue = default) =>
        context.LocalContextData.TryGetValue(name, out var value) && value is T typed ? typed : defaultValue;

    /// <summary>Sets state of this field's pipeline.</summary>
    public static void SetLocalState<T>(this IResolverContext context, string name, T value) =>
        context.LocalContextData = context.LocalContextData.SetItem(name, value);

    /// <summary>The message of a subscription's event. Errors: <see cref="InvalidOperationException"/> outside one.</summary>
    public static T GetEventMessage<T>(this IResolverContext context) => Binding.Resolvers.ResolverState.EventMessage<T>(context);

    /// <summary>The user of the request; null when nobody is known.</summary>
    public static ClaimsPrincipal? GetUser(this IResolverContext context) => context.GetGlobalStateOrDefault<ClaimsPrincipal>(nameof(ClaimsPrincipal));

    private static ArgumentException Missing(IResolverContext context, string name) =>
        new($"{context.Selection.Field.Coordinate} needs the state `{name}`, which is not set.", nameof(name));
}
