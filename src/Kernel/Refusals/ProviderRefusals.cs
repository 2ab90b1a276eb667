namespace GraphQLPlugins.Kernel.Refusals;

/// <summary>A foreign host that the product works with did not do what was asked of it.</summary>
public abstract class ProviderException : RefusalException
{
    private const int MaxMessageLength = 1024;

    private protected ProviderException(string provider, int httpStatus, string message) : base(Shorten(message)) => (Provider, HttpStatus) = (provider, httpStatus);

    /// <summary>The host's name as it is configured, such as <c>github</c>.</summary>
    public string Provider { get; }

    /// <summary>The status that stands for this kind of error, whatever the host answered.</summary>
    public int HttpStatus { get; }

    private static string Shorten(string message) => message.Length <= MaxMessageLength ? message : message[..MaxMessageLength];
}

/// <summary>The host does not accept the credentials, or they allow too little.</summary>
public sealed class ProviderUnauthorizedException(string provider, string message) : ProviderException(provider, 401, message);

/// <summary>The host wants fewer calls.</summary>
public sealed class ProviderRateLimitedException(string provider, DateTimeOffset? retryAt)
    : ProviderException(provider, 429, $"{provider} wants fewer calls{(retryAt is { } at ? $"; try again after {at:yyyy-MM-ddTHH:mm:ssZ}" : "; try again later")}.")
{
    /// <summary>When it may be asked again; null when it does not say.</summary>
    public DateTimeOffset? RetryAt => retryAt;

    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>What was asked of the host contradicts what is there.</summary>
public sealed class ProviderConflictException(string provider, string message) : ProviderException(provider, 409, message);

/// <summary>The host cannot be reached, or is out of order.</summary>
public sealed class ProviderUnreachableException(string provider, string message) : ProviderException(provider, 503, message)
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The host did not answer in time.</summary>
public sealed class ProviderTimeoutException(string provider) : ProviderException(provider, 504, $"{provider} did not answer in time; try again later.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The host answered something that cannot be understood.</summary>
public sealed class ProviderBadResponseException(string provider, string message) : ProviderException(provider, 502, message);
