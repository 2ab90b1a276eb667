using System.Collections;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>Changes the leaves of a resolver's result: ids are encoded, CLR values converted to what their scalar writes.</summary>
internal static class ResultMapping
{
    /// <summary>The resolver with each leaf of its result (also in lists) changed; null stays null.</summary>
    public static CompiledResolver Map<TOut>(CompiledResolver inner, Func<object, TOut> map) => inner.Kind switch
    {
        ResolverKind.Getter => new CompiledResolver { Kind = ResolverKind.Getter, Getter = MapGetter(inner.Getter!, map), NeedsScope = false },
        ResolverKind.Pure => new CompiledResolver { Kind = ResolverKind.Pure, Pure = context => MapValue(inner.Pure!(context), map), NeedsScope = false },
        _ => new CompiledResolver
        {
            Kind = ResolverKind.Async, Strategy = inner.Strategy, Scope = inner.Scope, NeedsScope = inner.NeedsScope, Subscribe = inner.Subscribe,
            Pipeline = async context =>
            {
                await inner.Pipeline!(context).ConfigureAwait(false);
                context.Result = MapValue(context.Result, map);
            },
        },
    };

    /// <summary>The type of the leaves of a CLR type: elements of lists, without <see cref="Nullable{T}"/>.</summary>
    public static Type LeafOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return ClrTypes.ElementOf(type) is { } element ? LeafOf(element) : type;
    }

    private static object? MapValue<TOut>(object? value, Func<object, TOut> map) => value switch
    {
        null => null,
        string or not IEnumerable => map(value),
        IEnumerable list => list.Cast<object?>().Select(v => MapValue(v, map)).ToList(),
    };

    private static Delegate MapGetter<TOut>(Delegate getter, Func<object, TOut> map) =>
        (Delegate)typeof(ResultMapping).GetMethod(nameof(Typed), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod([.. getter.GetType().GetGenericArguments(), typeof(TOut)]).Invoke(null, [getter, map])!;

    private static Delegate Typed<TParent, TValue, TOut>(Func<TParent, TValue> getter, Func<object, TOut> map) =>
        typeof(TValue) == typeof(string) || !typeof(IEnumerable).IsAssignableFrom(typeof(TValue))
            ? (Func<TParent, TOut?>)(parent => getter(parent) is { } value ? map(value) : default)
            : (Func<TParent, object?>)(parent => MapValue(getter(parent), map));
}
