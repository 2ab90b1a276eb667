using System.ComponentModel.DataAnnotations;
using GraphQLPlugins.Integrations.Webhooks.Delivery;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>The settings below <c>Integrations:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>How many webhooks one owner may have.</summary>
    [Range(1, 1000)]
    public int MaxPerOwner { get; set; } = 50;

    /// <summary>To how many receivers this host sends at a time; 0 leaves sending to other hosts.</summary>
    [Range(0, 1000)]
    public int Concurrency { get; set; } = 64;

    /// <summary>How many deliveries of one webhook are sent, one after the other, before others have their turn.</summary>
    [Range(1, 1000)]
    public int BatchSize { get; set; } = 50;

    /// <summary>How long a receiver may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a delivery is tried again.</summary>
    [Range(0, 20)]
    public int MaxRetries { get; set; } = 5;

    /// <summary>How long after the first attempt it is tried again; twice as long after each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest that a receiver may put off a retry by Retry-After.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a delivery may wait altogether before it is given up.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "14.00:00:00")]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>From how many failures within the window the breaker opens, if they are more than the rate.</summary>
    [Range(1, 1_000_000)]
    public int BreakerMinFailures { get; set; } = 100;

    /// <summary>The share of failures, in percent, above which the breaker opens.</summary>
    [Range(0, 100)]
    public int BreakerMaxFailurePercent { get; set; } = 35;

    /// <summary>How far back the breaker looks.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long nothing is sent once the breaker has opened.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan BreakerCoolDown { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>After how many successes on trial the breaker closes.</summary>
    [Range(1, 10_000)]
    public int BreakerSuccessesToClose { get; set; } = 50;

    /// <summary>On how many days in a row there must be errors and no success for a webhook to be switched off as broken.</summary>
    [Range(1, 365)]
    public int BrokenAfterDays { get; set; } = 7;

    /// <summary>How long a host has a webhook to itself; when the host is gone, another one sends after that. At least twice the time that a receiver may take.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often to look for deliveries that another host has queued.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the log is kept.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan LogRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long payloads are kept; they must outlast what waits.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan PayloadRetention { get; set; } = TimeSpan.FromDays(14);

    internal IEnumerable<string> Problems() =>
        LeaseTime < 2 * Timeout ? [$"Integrations:Webhooks:LeaseTime is {LeaseTime}; it must be at least twice Integrations:Webhooks:Timeout, which is {Timeout}."] : [];

    internal BreakerRules Breaker => new(BreakerMinFailures, BreakerMaxFailurePercent / 100.0, BreakerWindow, BreakerCoolDown, BreakerSuccessesToClose);
}
