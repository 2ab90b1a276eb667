using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>An installation came or went. Kept when the installation itself is gone, so that there are counts over time.</summary>
public sealed class InstallationEvent
{
    private InstallationEvent()
    {
    }

    internal InstallationEvent(Guid appId, bool installed, DateTimeOffset at)
    {
        Id = OrderedId.Next(at);
        AppId = appId;
        Installed = installed;
        At = at;
    }

    internal Guid Id { get; private set; }

    internal Guid AppId { get; private set; }

    /// <summary>Whether it came.</summary>
    internal bool Installed { get; private set; }

    internal DateTimeOffset At { get; private set; }
}
