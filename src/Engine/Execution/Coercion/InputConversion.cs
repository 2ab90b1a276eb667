using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Converts coerced input to the CLR type that a parameter or property wants.</summary>
internal static class InputConversion
{
    private static readonly ConcurrentDictionary<Type, Func<object?[], object>?> ListFactories = new();

    /// <summary>The value as <typeparamref name="T"/>. Errors: <see cref="GraphQLException"/> HC0001 when there is no way.</summary>
    public static T To<T>(object? value)
    {
        if (value is T same) return same;
        if (value is null) return default!;
        return (T)To(value, typeof(T))!;
    }

    /// <summary>The value as this type; null stays null. Errors: <see cref="GraphQLException"/> HC0001 when there is no way.</summary>
    public static object? To(object? value, Type type)
    {
        if (value is null || type.IsInstanceOfType(value)) return value;
        if (OptionalElement(type) is { } optional) return Activator.CreateInstance(type, To(value, optional));
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsInstanceOfType(value)) return value;
        if (value is object?[] items && ListFactories.GetOrAdd(type, FindListFactory) is { } create) return create(items);
        try
        {
            if (Leaf(value, type) is { } leaf) return leaf;
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            throw Impossible(value, type, e);
        }
        return Binding.ValueConverter.Default.Convert(value, type);
    }

    /// <summary>T of <see cref="Optional{T}"/>; null for other types.</summary>
    public static Type? OptionalElement(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The type of the elements of a list type; null for other types.</summary>
    public static Type? ElementOf(Type type)
    {
        if (type == typeof(string)) return null;
        if (type.IsArray) return type.GetElementType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)) return type.GetGenericArguments()[0];
        foreach (var i in type.GetInterfaces())
        {
            if (i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)) return i.GetGenericArguments()[0];
        }
        return null;
    }

    private static object? Leaf(object value, Type type)
    {
        if (type.IsEnum) return value is string name ? Enum.Parse(type, name, ignoreCase: true) : Enum.ToObject(type, value);
        if (value is string text)
        {
            if (type == typeof(Guid)) return Guid.Parse(text);
            if (type == typeof(Uri)) return new Uri(text, UriKind.RelativeOrAbsolute);
        }
        if (type == typeof(string)) return Convert.ToString(value, CultureInfo.InvariantCulture);
        return value is IConvertible && typeof(IConvertible).IsAssignableFrom(type) ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture) : null;
    }

    private static Func<object?[], object>? FindListFactory(Type type)
    {
        if (ElementOf(type) is not { } element) return null;
        var method = typeof(InputConversion).GetMethod(nameof(ListFactory), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (Func<object?[], object>?)method.MakeGenericMethod(element).Invoke(null, [type]);
    }

    private static Func<object?[], object>? ListFactory<T>(Type type)
    {
        if (type.IsAssignableFrom(typeof(T[]))) return items => Array<T>(items);
        if (type.IsAssignableFrom(typeof(List<T>))) return items => new List<T>(Array<T>(items));
        if (type.IsAssignableFrom(typeof(HashSet<T>))) return items => new HashSet<T>(Array<T>(items));
        if (type == typeof(ImmutableArray<T>)) return items => ImmutableArray.Create(Array<T>(items));
        if (type.IsAssignableFrom(typeof(ImmutableList<T>))) return items => ImmutableList.Create(Array<T>(items));
        var constructor = type.GetConstructor([typeof(IEnumerable<T>)]) ?? type.GetConstructor([typeof(IList<T>)]);
        return constructor is null ? null : items => constructor.Invoke([Array<T>(items)]);
    }

    private static T[] Array<T>(object?[] items)
    {
        var array = new T[items.Length];
        for (var i = 0; i < items.Length; i++) array[i] = To<T>(items[i]);
        return array;
    }

    private static GraphQLException Impossible(object value, Type type, Exception? cause) => new(
        ErrorBuilder.New().SetMessage($"The value of type `{value.GetType().Name}` cannot be converted to `{type.Name}`.")
            .SetCode(ErrorCodes.InvalidRuntimeValue).SetException(cause).Build());
}
