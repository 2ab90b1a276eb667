namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Whether a repository takes part in searches.</summary>
public enum RepositoryState
{
    /// <summary>Its entries are found.</summary>
    Enabled,

    /// <summary>Its entries stay but are not found.</summary>
    Disabled,
}
