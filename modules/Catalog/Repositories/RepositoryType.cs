namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Where the entries of a repository come from.</summary>
public enum RepositoryType
{
    /// <summary>Registered here, and the only kind whose entries can be changed one by one. There is exactly one.</summary>
    Local,

    /// <summary>Delivered with the server and read-only. There is at most one.</summary>
    Managed,

    /// <summary>Filled by imports of a published catalog; changes with the next import only.</summary>
    Imported,

    /// <summary>A copy of another server's local repository, read-only; see <c>syncRepository</c>.</summary>
    Remote,
}
