using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>The idempotency key cannot be used for this mutation: another one has used it, or it is not a usable key.</summary>
public sealed class IdempotencyConflictException(string reason) : RefusalException(reason, "idempotencyKey")
{
    internal const int MaxLength = 255;

    /// <summary>For a mutation that differs from the one that used the key first.</summary>
    internal static IdempotencyConflictException Used() => new("The idempotency key was used for another mutation, or for this one with other values. Take a new key for each change.");

    /// <summary>For work whose outcome nobody wrote down.</summary>
    internal static IdempotencyConflictException Interrupted() =>
        new("The idempotency key was used for work that has not ended in its time, and nobody knows how far it came. Look what it did, and take a new key to have it done again.");

    /// <summary>Lets a usable key through.</summary>
    internal static string Checked(string key) => key switch
    {
        _ when string.IsNullOrWhiteSpace(key) => throw new IdempotencyConflictException("The idempotency key is blank. Take a new one for each change, such as a UUID."),
        { Length: > MaxLength } => throw new IdempotencyConflictException($"The idempotency key has {key.Length} characters; at most {MaxLength} are allowed."),
        _ when key.Any(c => char.IsControl(c) || char.IsSurrogate(c)) => throw new IdempotencyConflictException("The idempotency key contains characters that a key cannot have, such as line breaks."),
        _ => key,
    };
}
