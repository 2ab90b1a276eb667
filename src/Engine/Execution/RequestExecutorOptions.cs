namespace GraphQLPlugins.Engine.Execution;

/// <summary>How requests are executed.</summary>
public sealed class RequestExecutorOptions
{
    /// <summary>How long an operation may run; at least 100 ms. A subscription's stream is not limited, each of its events is.</summary>
    public TimeSpan ExecutionTimeout
    {
        get => Limits.ExecutionTimeout;
        set => Limits.ExecutionTimeout = value < TimeSpan.FromMilliseconds(100) ? TimeSpan.FromMilliseconds(100) : value;
    }

    /// <summary>Whether message and stack trace of unexpected exceptions are sent to clients.</summary>
    public bool IncludeExceptionDetails { get; set; } = System.Diagnostics.Debugger.IsAttached;

    /// <summary>Whether the schema may be downloaded as a file.</summary>
    public bool EnableSchemaFileSupport { get; set; } = true;

    /// <summary>All bounds.</summary>
    public Limits Limits { get; set; } = new();
}
