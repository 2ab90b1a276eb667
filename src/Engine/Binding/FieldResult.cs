namespace GraphQLPlugins.Engine.Types;

/// <summary>A result or a typed error.</summary>
public interface IFieldResult
{
    /// <summary>The result, or the error.</summary>
    object? Value { get; }

    bool IsSuccess { get; }

    bool IsError { get; }
}

/// <summary>A result, or this error.</summary>
public readonly struct FieldResult<TResult, TError1> : IFieldResult
{
    private FieldResult(object? value, bool isError)
    {
        Value = value;
        IsError = isError;
    }

    public FieldResult(TResult value) : this(value, false)
    {
    }

    /// <inheritdoc/>
    public object? Value { get; }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError1>(TResult value) => new(value, false);

    public static implicit operator FieldResult<TResult, TError1>(TError1 error) => new(error, true);
}

/// <summary>A result, or one of these errors.</summary>
public readonly struct FieldResult<TResult, TError1, TError2> : IFieldResult
{
    private FieldResult(object? value, bool isError)
    {
        Value = value;
        IsError = isError;
    }

    public FieldResult(TResult value) : this(value, false)
    {
    }

    /// <inheritdoc/>
    public object? Value { get; }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError1, TError2>(TResult value) => new(value, false);

    public static implicit operator FieldResult<TResult, TError1, TError2>(TError1 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2>(TError2 error) => new(error, true);
}

/// <summary>A result, or one of these errors.</summary>
public readonly struct FieldResult<TResult, TError1, TError2, TError3> : IFieldResult
{
    private FieldResult(object? value, bool isError)
    {
        Value = value;
        IsError = isError;
    }

    public FieldResult(TResult value) : this(value, false)
    {
    }

    /// <inheritdoc/>
    public object? Value { get; }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3>(TResult value) => new(value, false);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3>(TError1 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3>(TError2 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3>(TError3 error) => new(error, true);
}

/// <summary>A result, or one of these errors.</summary>
public readonly struct FieldResult<TResult, TError1, TError2, TError3, TError4> : IFieldResult
{
    private FieldResult(object? value, bool isError)
    {
        Value = value;
        IsError = isError;
    }

    public FieldResult(TResult value) : this(value, false)
    {
    }

    /// <inheritdoc/>
    public object? Value { get; }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4>(TResult value) => new(value, false);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4>(TError1 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4>(TError2 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4>(TError3 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4>(TError4 error) => new(error, true);
}

/// <summary>A result, or one of these errors.</summary>
public readonly struct FieldResult<TResult, TError1, TError2, TError3, TError4, TError5> : IFieldResult
{
    private FieldResult(object? value, bool isError)
    {
        Value = value;
        IsError = isError;
    }

    public FieldResult(TResult value) : this(value, false)
    {
    }

    /// <inheritdoc/>
    public object? Value { get; }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5>(TResult value) => new(value, false);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5>(TError1 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5>(TError2 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5>(TError3 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5>(TError4 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5>(TError5 error) => new(error, true);
}

/// <summary>A result, or one of these errors.</summary>
public readonly struct FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6> : IFieldResult
{
    private FieldResult(object? value, bool isError)
    {
        Value = value;
        IsError = isError;
    }

    public FieldResult(TResult value) : this(value, false)
    {
    }

    /// <inheritdoc/>
    public object? Value { get; }

    /// <inheritdoc/>
    public bool IsError { get; }

    /// <inheritdoc/>
    public bool IsSuccess => !IsError;

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6>(TResult value) => new(value, false);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6>(TError1 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6>(TError2 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6>(TError3 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6>(TError4 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6>(TError5 error) => new(error, true);

    public static implicit operator FieldResult<TResult, TError1, TError2, TError3, TError4, TError5, TError6>(TError6 error) => new(error, true);
}
