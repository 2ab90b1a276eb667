using GraphQLPlugins.Integrations.Apps;

namespace GraphQLPlugins.Integrations.Directory;

/// <summary>A kind of thing in the directory. A room that has one registers it as a scoped service.</summary>
public interface IDirectorySource
{
    /// <summary>Which kind; one source each.</summary>
    DirectoryKind Kind { get; }

    /// <summary>All that the caller may see, as a query that is narrowed, ordered and cut off further; in the database where there is one.</summary>
    /// <param name="feature">Only what adds this to the product; null is all.</param>
    IQueryable<DirectoryEntry> Rows(AppFeatureKind? feature);

    /// <summary>The entry that the graph shows.</summary>
    IDirectoryEntry EntryOf(DirectoryEntry row);
}
