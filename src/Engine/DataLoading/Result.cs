namespace GraphQLPlugins.Engine.DataLoading;

/// <summary>What a fetch found for one key: a value, an error, or nothing yet.</summary>
public readonly struct Result<TValue>
{
    private Result(ResultKind kind, TValue? value, Exception? error)
    {
        Kind = kind;
        Value = value;
        Error = error;
    }

    /// <summary>Which of the three.</summary>
    public ResultKind Kind { get; }

    /// <summary>The value; default unless <see cref="Kind"/> says value.</summary>
    public TValue? Value { get; }

    /// <summary>The error; null unless <see cref="Kind"/> says error.</summary>
    public Exception? Error { get; }

    /// <summary>A value.</summary>
    public static Result<TValue> Resolve(TValue? value) => new(ResultKind.Value, value, null);

    /// <summary>An error.</summary>
    public static Result<TValue> Reject(Exception error) => new(ResultKind.Error, default, error);

    public static implicit operator Result<TValue>(TValue? value) => Resolve(value);
    public static implicit operator Result<TValue>(Exception error) => Reject(error);
}

/// <summary>The kinds of a <see cref="Result{TValue}"/>.</summary>
public enum ResultKind
{
    Undefined,
    Value,
    Error,
}
