using System.Reflection;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Binding.Inference;

/// <summary>A CLR type and what C# says about null at its place.</summary>
internal readonly record struct Place(Type Type, NullabilityInfo? Nullability)
{
    public Place Argument(int index) =>
        new(Type.GetGenericArguments()[index], Nullability?.GenericTypeArguments is { } arguments && index < arguments.Length ? arguments[index] : null);
}

/// <summary>What wraps what in the CLR.</summary>
internal static class ClrTypes
{
    /// <summary>The type without Task, ValueTask and FieldResult.</summary>
    public static Place Unwrap(Place place)
    {
        while (place.Type.IsGenericType)
        {
            var definition = place.Type.GetGenericTypeDefinition();
            if (definition != typeof(Task<>) && definition != typeof(ValueTask<>) && !typeof(IFieldResult).IsAssignableFrom(place.Type)) return place;
            place = place.Argument(0);
        }
        return place;
    }

    public static bool IsAsync(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() is var d && (d == typeof(Task<>) || d == typeof(ValueTask<>));

    /// <summary>The element of a sequence; false for everything that is none in GraphQL's eyes.</summary>
    public static bool TryGetElement(Place place, out Place element)
    {
        element = default;
        var type = place.Type;
        if (type == typeof(string)) return false;
        if (type.IsArray)
        {
            element = new Place(type.GetElementType()!, place.Nullability?.ElementType);
            return true;
        }
        if (SequenceOf(type) is not { } sequence) return false;
        var item = sequence.GetGenericArguments()[0];
        element = new Place(item, NullabilityOfArgument(place, item));
        return true;
    }

    /// <summary>The element's CLR type; null when the type is no sequence.</summary>
    public static Type? ElementOf(Type type) => TryGetElement(new Place(type, null), out var element) ? element.Type : null;

    /// <summary>Whether results are produced while they are read: such a resolver is not pure.</summary>
    public static bool IsLazySequence(Type type) =>
        typeof(IQueryable).IsAssignableFrom(type) || Implements(type, typeof(IAsyncEnumerable<>)) is not null;

    public static Type? Implements(Type type, Type definition)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == definition) return type;
        foreach (var i in type.GetInterfaces())
        {
            if (i.IsGenericType && i.GetGenericTypeDefinition() == definition) return i;
        }
        return null;
    }

    private static Type? SequenceOf(Type type) =>
        Implements(type, typeof(IEnumerable<>)) ?? Implements(type, typeof(IAsyncEnumerable<>))
        ?? Implements(type, typeof(Execution.ISourceStream<>)) ?? Implements(type, typeof(IObservable<>));

    private static NullabilityInfo? NullabilityOfArgument(Place place, Type item)
    {
        if (!place.Type.IsGenericType || place.Nullability is not { } nullability) return null;
        var arguments = place.Type.GetGenericArguments();
        for (var i = 0; i < arguments.Length && i < nullability.GenericTypeArguments.Length; i++)
        {
            if (arguments[i] == item) return nullability.GenericTypeArguments[i];
        }
        return null;
    }
}
