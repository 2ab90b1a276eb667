using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Egress;

/// <summary>An address that must not be called; the message says which rule it breaks, never what stands behind it.</summary>
public sealed class UrlNotAllowedException(string url, string reason, string? argument = null)
    : RefusalException($"The address {url} must not be called: {reason}", argument is null ? [] : [argument])
{
    /// <summary>The address without user info and query.</summary>
    public string Url { get; } = url;

    /// <summary>The rule, as a sentence.</summary>
    public string Reason { get; } = reason;
}

/// <summary>A body that is larger than the caller allows.</summary>
public sealed class ResponseTooLargeException(string url, long maxBytes) : Exception($"The answer of {url} is larger than {maxBytes} bytes.")
{
    /// <summary>The bound in bytes.</summary>
    public long MaxBytes { get; } = maxBytes;
}
