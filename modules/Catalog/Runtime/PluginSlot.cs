namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>The place of one installation: whichever load of it serves now.</summary>
internal sealed class PluginSlot(Guid organizationId, Guid installationId, string name)
{
    private LoadedPlugin? _current;

    public Guid OrganizationId => organizationId;

    public Guid InstallationId => installationId;

    public string Name => name;

    /// <summary>What serves; null when nothing does. Replacing it is the whole switch: calls look it up as they come.</summary>
    public LoadedPlugin? Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>Whether the old one has stopped and the new one has not started yet.</summary>
    public bool IsRestarting { get; set; }

    /// <summary>Held by whoever changes what serves.</summary>
    public SemaphoreSlim Change { get; } = new(1, 1);
}
