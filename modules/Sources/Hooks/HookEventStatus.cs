namespace GraphQLPlugins.Sources.Hooks;

/// <summary>How far a hook event has come.</summary>
public enum HookEventStatus
{
    /// <summary>It is stored and waits to be matched.</summary>
    Received,

    /// <summary>It led to a sync of each matching repository.</summary>
    Processed,

    /// <summary>It asks for nothing: a ping, a branch that nobody follows, or no active repository.</summary>
    Ignored,

    /// <summary>Matching it failed again and again; it is not tried any more, unless it is replayed.</summary>
    Failed,
}
