using System.Text.Json;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>Whether requests go to a receiver.</summary>
public enum WebhookBreakerState
{
    /// <summary>They do.</summary>
    Closed,

    /// <summary>Too many failed: none is sent for a while.</summary>
    Open,

    /// <summary>They do on trial: one failure opens it again, enough successes close it.</summary>
    HalfOpen,
}

/// <summary>When a breaker opens and closes.</summary>
internal sealed record BreakerRules(int MinFailures, double MaxFailureRate, TimeSpan Window, TimeSpan CoolDown, int SuccessesToClose);

/// <summary>Spares a receiver that fails, and everybody's time: it opens when many requests failed, both in number and in proportion.</summary>
internal sealed class Breaker
{
    private const int Slots = 10;

    private readonly BreakerRules _rules;
    private readonly Dictionary<long, Count> _counts;

    private Breaker(BreakerRules rules, Stored stored)
    {
        _rules = rules;
        (State, OpenUntil, Successes) = (stored.State, stored.OpenUntil, stored.Successes);
        _counts = (stored.Counts ?? []).ToDictionary(c => c.Slot);
    }

    public WebhookBreakerState State { get; private set; }

    public DateTimeOffset? OpenUntil { get; private set; }

    /// <summary>On trial, how many requests have succeeded in a row.</summary>
    public int Successes { get; private set; }

    public int Failures => _counts.Values.Sum(c => c.Failed);

    public static Breaker Of(string? stored, BreakerRules rules) => new(rules, stored is null ? new Stored(WebhookBreakerState.Closed, null, 0, null) : JsonSerializer.Deserialize<Stored>(stored)!);

    /// <summary>Null for one that has nothing to remember.</summary>
    public string? Store() =>
        State == WebhookBreakerState.Closed && _counts.Count == 0 ? null : JsonSerializer.Serialize(new Stored(State, OpenUntil, Successes, [.. _counts.Values.OrderBy(c => c.Slot)]));

    /// <summary>Whether something may be sent now. When it has been open for long enough, this begins the trial.</summary>
    public bool Admits(DateTimeOffset now)
    {
        if (State == WebhookBreakerState.Open && OpenUntil <= now) (State, OpenUntil, Successes) = (WebhookBreakerState.HalfOpen, null, 0);
        return State != WebhookBreakerState.Open;
    }

    /// <summary>Counts how a request ended.</summary>
    public void Add(bool succeeded, DateTimeOffset now)
    {
        if (State == WebhookBreakerState.HalfOpen)
        {
            if (!succeeded) Open(now);
            else if (++Successes >= _rules.SuccessesToClose) Close();
            return;
        }
        var slot = now.UtcTicks / (_rules.Window.Ticks / Slots);
        foreach (var old in _counts.Keys.Where(key => key <= slot - Slots).ToList()) _counts.Remove(old);
        var count = _counts.GetValueOrDefault(slot, new Count(slot, 0, 0));
        _counts[slot] = succeeded ? count with { Ok = count.Ok + 1 } : count with { Failed = count.Failed + 1 };
        var (failed, all) = (Failures, _counts.Values.Sum(c => c.Ok + c.Failed));
        if (!succeeded && failed >= _rules.MinFailures && failed > all * _rules.MaxFailureRate) Open(now);
    }

    private void Open(DateTimeOffset now)
    {
        (State, OpenUntil, Successes) = (WebhookBreakerState.Open, now + _rules.CoolDown, 0);
        _counts.Clear();
    }

    private void Close()
    {
        (State, Successes) = (WebhookBreakerState.Closed, 0);
        _counts.Clear();
    }

    private sealed record Count(long Slot, int Ok, int Failed);

    private sealed record Stored(WebhookBreakerState State, DateTimeOffset? OpenUntil, int Successes, IReadOnlyList<Count>? Counts);
}
