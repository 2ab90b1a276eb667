namespace GraphQLPlugins.Catalog.Runtime.Hosts;

/// <summary>How an installed plugin does on one host.</summary>
public sealed class HostPlugin
{
    internal const int MaxHostLength = 255;

    private HostPlugin()
    {
    }

    internal HostPlugin(Guid installationId, string host) => (InstallationId, Host) = (installationId, host);

    /// <summary>The host's name (<c>Catalog:Runtime:HostName</c>).</summary>
    public string Host { get; private set; } = null!;

    /// <summary>The generation that this is about; one that is not the installation's is out of date.</summary>
    public int Generation { get; private set; }

    public HostPluginState State { get; private set; }

    /// <summary>Why it does not run there, as a word for programs; null when it does.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>Why it does not run there, in a sentence; null when it does.</summary>
    public string? ErrorMessage { get; private set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset At { get; private set; }

    internal Guid InstallationId { get; private set; }

    internal void Take(int generation, string? errorCode, string? errorMessage, DateTimeOffset now) =>
        (Generation, State, ErrorCode, ErrorMessage, At) = (generation, errorCode is null ? HostPluginState.Running : HostPluginState.Broken, errorCode, errorMessage, now);
}

/// <summary>Whether a plugin that is in use runs on a host.</summary>
public enum HostPluginState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It does not; the error says why.</summary>
    Broken,
}

/// <summary>A host that runs plugins; one that has not been seen for a while counts no more.</summary>
internal sealed class PluginHost
{
    private PluginHost()
    {
    }

    public PluginHost(string name, DateTimeOffset now) => (Name, SeenAt) = (name, now);

    public string Name { get; private set; } = null!;

    public DateTimeOffset SeenAt { get; private set; }
}
