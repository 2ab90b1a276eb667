namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>What the server gives a plugin for as long as it runs.</summary>
public interface IPluginContext
{
    /// <summary>The name under which the plugin is installed.</summary>
    string PluginId { get; }

    /// <summary>The version that was loaded.</summary>
    string Version { get; }

    /// <summary>Counts the loads of this installation; whoever keeps something that a plugin gave drops it when this changes.</summary>
    int Generation { get; }

    /// <summary>The server's log; entries carry the plugin's name and version.</summary>
    IPluginLog Log { get; }

    /// <summary>The way to other hosts: only to addresses that the server's egress rules allow, with its limits of time and size. Answers are read whole.</summary>
    HttpClient Http { get; }

    /// <summary>Fires when the plugin is to stop.</summary>
    CancellationToken Stopping { get; }

    /// <summary>The plugin's options as a scope sees them, for work that no caller asked for; calls bring their own.</summary>
    Task<OptionValues> ReadOptionsAsync(PluginScope scope, CancellationToken cancellationToken);
}

/// <summary>How much an entry of the log matters.</summary>
public enum PluginLogLevel
{
    /// <summary>For finding faults.</summary>
    Debug,

    /// <summary>Worth knowing.</summary>
    Information,

    /// <summary>Something is odd, and went on.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}

/// <summary>The server's log. Never write secrets into it.</summary>
public interface IPluginLog
{
    /// <summary>Adds an entry; what is beyond 4,000 characters is cut off.</summary>
    void Write(PluginLogLevel level, string message);
}
