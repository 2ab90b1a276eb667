namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>One turn of one webhook on one host: what is known when it begins, and what is given back at its end.</summary>
internal sealed class DeliveryRun
{
    private readonly ClaimedQueue _claim;
    private readonly Breaker _breaker;
    private readonly AppCircuit? _circuit;
    private readonly Breaker? _appBreaker;
    private readonly List<RequestOutcome> _outcomes = [];
    private readonly DateTimeOffset _until;
    private DateTimeOffset? _pausedUntil;

    public DeliveryRun(ClaimedQueue claim, AppCircuit? circuit, WebhookOptions options, DateTimeOffset claimedAt)
    {
        _claim = claim;
        _breaker = Breaker.Of(claim.Breaker, options.Breaker);
        _circuit = circuit;
        _appBreaker = circuit is null ? null : Breaker.Of(circuit.Breaker, options.Breaker);
        // A request that begins before still ends within the lease.
        _until = claimedAt + options.LeaseTime / 2;
        (FailingDays, LastFailingDay) = (claim.FailingDays, claim.LastFailingDay);
    }

    public Guid SubscriptionId => _claim.SubscriptionId;

    public Guid LeaseId => _claim.LeaseId;

    public DateTimeOffset? WatchedUntil => _claim.WatchedUntil;

    /// <summary>How many requests were sent.</summary>
    public int Sent { get; set; }

    /// <summary>Whether something waits that could be sent at once.</summary>
    public bool HasMore { get; set; }

    public bool IsGone { get; set; }

    /// <summary>On how many days in a row there were errors and no success.</summary>
    public int FailingDays { get; private set; }

    private DateOnly? LastFailingDay { get; set; }

    /// <summary>Whether it is others' turn.</summary>
    public bool IsOver(DateTimeOffset now) => now >= _until || _pausedUntil > now;

    /// <summary>Whether the webhook's breaker, and that of the app that it comes with, let something through.</summary>
    public bool Admits(DateTimeOffset now) => _breaker.Admits(now) && (_appBreaker?.Admits(now) ?? true);

    /// <summary>Counts how a request ended. Replays say nothing of how things are, so they do not count against the receiver.</summary>
    public void Count(bool succeeded, bool isReplay, DateTimeOffset now)
    {
        if (isReplay) return;
        _breaker.Add(succeeded, now);
        if (_appBreaker is not null)
        {
            _appBreaker.Add(succeeded, now);
            _outcomes.Add(new RequestOutcome(succeeded, now));
        }
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (succeeded) (FailingDays, LastFailingDay) = (0, null);
        else if (LastFailingDay != today) (FailingDays, LastFailingDay) = (LastFailingDay == today.AddDays(-1) ? FailingDays + 1 : 1, today);
    }

    /// <summary>Sends nothing until then.</summary>
    public void PauseUntil(DateTimeOffset? at)
    {
        if (at is not null && !(_pausedUntil >= at)) _pausedUntil = at;
    }

    public QueueRelease Release()
    {
        PauseUntil(_breaker.OpenUntil);
        PauseUntil(_appBreaker?.OpenUntil);
        return new QueueRelease(SubscriptionId, LeaseId, _claim.Wake, _claim.Resets, HasMore, _pausedUntil, _breaker.Store(), FailingDays, LastFailingDay)
        {
            App = _circuit is null || _outcomes.Count == 0 ? null : new AppOutcomes(_circuit.AppId, _circuit.Resets, _outcomes),
        };
    }
}
