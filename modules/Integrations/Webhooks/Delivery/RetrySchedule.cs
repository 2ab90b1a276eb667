namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>When a delivery that failed is tried again: twice as long after each attempt, give or take a fifth so that not everything comes back at once.</summary>
internal sealed class RetrySchedule(WebhookOptions options)
{
    private const double Jitter = 0.2;

    /// <summary>Null when it was the last attempt.</summary>
    /// <param name="attempts">How often it was sent, this time included.</param>
    /// <param name="retryAfter">When the receiver wants it at the earliest.</param>
    public DateTimeOffset? Next(int attempts, DateTimeOffset? retryAfter, DateTimeOffset now)
    {
        if (attempts > options.MaxRetries)
            return null;
        var wait = options.RetryDelay * Math.Pow(2, attempts - 1) * (1 - Jitter + 2 * Jitter * Random.Shared.NextDouble());
        var next = now + wait;
        return retryAfter is { } asked && Earliest(asked, now) is var then && then > next ? then : next;
    }

    /// <summary>When a receiver may be sent to again that has asked for a pause; longer pauses than the settings allow are cut.</summary>
    public DateTimeOffset Earliest(DateTimeOffset retryAfter, DateTimeOffset now)
    {
        var latest = now + options.MaxRetryAfter;
        return retryAfter < latest ? retryAfter : latest;
    }
}
