using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Binding;

/// <summary>Turns coerced input values into what parameters and properties want: numbers, ids, enums, sequences, optionals. A feature of the schema.</summary>
/// <remarks>Functions are added while the schema is built; afterwards it is only read and safe to share.</remarks>
public sealed class ValueConverter
{
    private readonly Dictionary<(Type Source, Type Target), Func<object, object?>> _registered = [];
    private readonly ConcurrentDictionary<Type, Func<IEnumerable<object?>, object>> _sequences = [];

    /// <summary>A converter without registered functions.</summary>
    public static ValueConverter Default { get; } = new();

    /// <summary>The value as <typeparamref name="T"/>; null gives the default value. Errors: <see cref="GraphQLException"/> HC0001 when it cannot be converted.</summary>
    public T Convert<T>(object? value) => value switch
    {
        T typed => typed,
        null => default!,
        _ => (T)Convert(value, typeof(T))!,
    };

    /// <summary>The value as this type. Errors: as <see cref="Convert{T}"/>.</summary>
    public object? Convert(object? value, Type target)
    {
        if (value is null || target.IsInstanceOfType(value)) return value;
        target = Nullable.GetUnderlyingType(target) ?? target;
        if (target.IsInstanceOfType(value)) return value;
        try
        {
            return Change(value, target);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException or ArgumentException)
        {
            throw Cannot(value, target, e);
        }
    }

    internal void Add<TSource, TTarget>(Func<TSource, TTarget> convert) => _registered[(typeof(TSource), typeof(TTarget))] = v => convert((TSource)v);

    /// <summary>Whether functions were registered that make this type.</summary>
    internal bool Makes(Type target) => _registered.Keys.Any(k => k.Target == target);

    /// <summary>The registered function between these types, or null.</summary>
    internal Func<object, object?>? Between(Type source, Type target) => Registered(source, target);

    private object? Change(object value, Type target)
    {
        if (Registered(value.GetType(), target) is { } convert) return convert(value);
        if (value is InputObjectValue input && input.Type.CreateInstance is { } create) return Convert(create(input), target);
        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(Optional<>))
            return Activator.CreateInstance(target, Convert(value, target.GetGenericArguments()[0]));
        if (target.IsEnum) return value is string name ? Enum.Parse(target, name, ignoreCase: true) : Enum.ToObject(target, value);
        if (target == typeof(string)) return value is IFormattable f ? f.ToString(null, CultureInfo.InvariantCulture) : throw Cannot(value, target, null);
        if (value is string text && FromText(text, target) is { } parsed) return parsed;
        if (value is DateTimeOffset time && target == typeof(DateTime)) return time.UtcDateTime;
        if (value is DateTimeOffset moment && target == typeof(DateOnly)) return DateOnly.FromDateTime(moment.DateTime);
        if (value is DateTime local && target == typeof(DateTimeOffset)) return new DateTimeOffset(local);
        if (value is DateOnly date && target == typeof(DateTime)) return date.ToDateTime(TimeOnly.MinValue);
        if (value is Guid guid && target == typeof(string)) return guid.ToString();
        if (value is not string && value is IEnumerable items && Inference.ClrTypes.ElementOf(target) is { } element)
            return Sequence(items.Cast<object?>().Select(i => Convert(i, element)), target, element);
        if (value is IConvertible && typeof(IConvertible).IsAssignableFrom(target)) return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        throw Cannot(value, target, null);
    }

    private Func<object, object?>? Registered(Type source, Type target)
    {
        if (_registered.Count == 0) return null;
        if (_registered.TryGetValue((source, target), out var exact)) return exact;
        foreach (var ((from, to), convert) in _registered)
        {
            if (to == target && from.IsAssignableFrom(source)) return convert;
        }
        return null;
    }

    private static object? FromText(string text, Type target) => target switch
    {
        _ when target == typeof(Guid) => Guid.Parse(text),
        _ when target == typeof(Uri) => new Uri(text, UriKind.RelativeOrAbsolute),
        _ when target == typeof(DateTimeOffset) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture),
        _ when target == typeof(DateTime) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _ when target == typeof(DateOnly) => DateOnly.Parse(text, CultureInfo.InvariantCulture),
        _ when target == typeof(TimeOnly) => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
        _ when target == typeof(TimeSpan) => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
        _ => null,
    };

    private object Sequence(IEnumerable<object?> items, Type target, Type element) =>
        _sequences.GetOrAdd(target, _ => (Func<IEnumerable<object?>, object>)typeof(ValueConverter)
            .GetMethod(nameof(SequenceFactory), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(element).Invoke(null, [target])!)(items);

    private static Func<IEnumerable<object?>, object> SequenceFactory<T>(Type target)
    {
        if (target.IsAssignableFrom(typeof(T[])) ) return items => items.Select(i => (T)i!).ToArray();
        if (target.IsAssignableFrom(typeof(List<T>))) return items => items.Select(i => (T)i!).ToList();
        if (target.IsAssignableFrom(typeof(HashSet<T>))) return items => items.Select(i => (T)i!).ToHashSet();
        if (target.IsAssignableFrom(typeof(ImmutableArray<T>))) return items => items.Select(i => (T)i!).ToImmutableArray();
        if (target.IsAssignableFrom(typeof(ImmutableList<T>))) return items => items.Select(i => (T)i!).ToImmutableList();
        if (target.IsAssignableFrom(typeof(ImmutableHashSet<T>))) return items => items.Select(i => (T)i!).ToImmutableHashSet();
        if (KeyValueFactory(target, typeof(T)) is { } dictionary) return dictionary;
        if (target.GetConstructor([typeof(IEnumerable<T>)]) is { } constructor) return items => constructor.Invoke([items.Select(i => (T)i!)]);
        throw new InvalidCastException($"No list of the kind {target.Name} can be made of an input list.");
    }

    private static Func<IEnumerable<object?>, object>? KeyValueFactory(Type target, Type item)
    {
        if (!item.IsGenericType || item.GetGenericTypeDefinition() != typeof(KeyValuePair<,>)) return null;
        var dictionary = typeof(Dictionary<,>).MakeGenericType(item.GetGenericArguments());
        if (!target.IsAssignableFrom(dictionary)) return null;
        var (key, value) = (item.GetProperty("Key")!, item.GetProperty("Value")!);
        return items =>
        {
            var made = (IDictionary)Activator.CreateInstance(dictionary)!;
            foreach (var pair in items) made[key.GetValue(pair)!] = value.GetValue(pair);
            return made;
        };
    }

    private static GraphQLException Cannot(object value, Type target, Exception? cause) => new(ErrorBuilder.New()
        .SetMessage($"The value of type `{value.GetType().Name}` cannot be converted to `{target.Name}`.")
        .SetCode(ErrorCodes.InvalidRuntimeValue).SetException(cause).Build());
}
