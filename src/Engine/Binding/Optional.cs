namespace GraphQLPlugins.Engine;

/// <summary>Any <see cref="Optional{T}"/>.</summary>
public interface IOptional
{
    /// <summary>The value; null when absent.</summary>
    object? Value { get; }

    /// <summary>Whether a value (also null) was given.</summary>
    bool HasValue { get; }
}

/// <summary>A value that may be absent, which is not the same as null.</summary>
public readonly struct Optional<T> : IEquatable<Optional<T>>, IOptional
{
    /// <summary>A given value, also null.</summary>
    public Optional(T? value)
    {
        Value = value;
        HasValue = true;
    }

    private Optional(T? value, bool hasValue)
    {
        Value = value;
        HasValue = hasValue;
    }

    /// <summary>The value; default when absent.</summary>
    public T? Value { get; }

    /// <summary>Whether a value (also null) was given.</summary>
    public bool HasValue { get; }

    /// <summary>Whether it is absent.</summary>
    public bool IsEmpty => !HasValue;

    object? IOptional.Value => Value;

    /// <summary>An absent value, with what stands in for it.</summary>
    public static Optional<T> Empty(T? defaultValue = default) => new(defaultValue, false);

    public static implicit operator Optional<T>(T value) => new(value);
    public static implicit operator T?(Optional<T> optional) => optional.Value;

    public bool Equals(Optional<T> other) => HasValue == other.HasValue && EqualityComparer<T?>.Default.Equals(Value, other.Value);
    public override bool Equals(object? obj) => obj is Optional<T> other && Equals(other);
    public override int GetHashCode() => HasValue ? HashCode.Combine(true, Value) : 0;
    public override string ToString() => HasValue ? Value?.ToString() ?? "null" : "unspecified";
    public static bool operator ==(Optional<T> left, Optional<T> right) => left.Equals(right);
    public static bool operator !=(Optional<T> left, Optional<T> right) => !left.Equals(right);
}
