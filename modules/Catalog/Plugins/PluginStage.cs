namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>How finished its author calls a plugin.</summary>
public enum PluginStage
{
    /// <summary>The author does not say.</summary>
    Unknown,

    /// <summary>Fit for use.</summary>
    Stable,

    /// <summary>Still being tried out.</summary>
    Beta,
}
