namespace GraphQLPlugins.Engine.Execution.Incremental;

/// <summary>One deferred fragment at one place of the response, or one list whose items follow: what a client waits for.</summary>
internal sealed class DeferInstance(string? label, Path path, DeferInstance? parent)
{
    public string? Label { get; } = label;

    /// <summary>The object that the fragment stands in, or the list.</summary>
    public Path Path { get; } = path;

    /// <summary>The deferred fragment around it, which is delivered first.</summary>
    public DeferInstance? Parent { get; } = parent;

    /// <summary>The id that the client knows it by; null until it is announced.</summary>
    public string? Id { get; set; }

    /// <summary>How much of it is not delivered yet.</summary>
    public int Open { get; set; }

    public bool IsCompleted { get; set; }

    /// <summary>Whether what it waits for is delivered.</summary>
    public bool IsReleased => Parent is null || Parent.IsCompleted;
}
