namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>How a call of a plugin ended.</summary>
public enum PluginCallStatus
{
    /// <summary>With an answer.</summary>
    Done,

    /// <summary>The plugin does not run on this host.</summary>
    NotRunning,

    /// <summary>The plugin runs and has no such view, action, hook or test.</summary>
    NotOffered,

    /// <summary>The plugin said no; the message is for the caller.</summary>
    Refused,

    /// <summary>The plugin failed; the log says how.</summary>
    Failed,

    /// <summary>It took longer than allowed.</summary>
    TimedOut,

    /// <summary>What was sent to it, or what it answered, is larger than allowed.</summary>
    TooLarge,

    /// <summary>It has more calls than it may, is left alone after failures, or is being restarted; a later call may succeed.</summary>
    Busy,
}

/// <summary>How a call of a plugin ended, and with what.</summary>
/// <param name="Status">How.</param>
/// <param name="Value">The answer; meaningful when it is done.</param>
/// <param name="Message">A sentence for the caller when it is not done.</param>
public readonly record struct PluginOutcome<T>(PluginCallStatus Status, T? Value, string? Message = null)
{
    /// <summary>Whether there is an answer.</summary>
    public bool IsDone => Status == PluginCallStatus.Done;

    /// <summary>Whether the plugin may have done something: it was called and did not say no.</summary>
    public bool MayHaveActed => Status is PluginCallStatus.Done or PluginCallStatus.Failed or PluginCallStatus.TimedOut or PluginCallStatus.TooLarge;
}
