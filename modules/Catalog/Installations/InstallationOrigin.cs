namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Where an installed plugin came from.</summary>
public enum InstallationOrigin
{
    /// <summary>An entry of a repository.</summary>
    Catalog,

    /// <summary>An address that was given.</summary>
    Url,

    /// <summary>A file that was sent.</summary>
    Upload,

    /// <summary>Found in the server's drop folder.</summary>
    Managed,
}
