namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>What a plugin is written against.</summary>
public enum ApiType
{
    /// <summary>The small stable interface.</summary>
    Extension,

    /// <summary>The full interface.</summary>
    Plugin,

    /// <summary>The user interface.</summary>
    Js,
}
