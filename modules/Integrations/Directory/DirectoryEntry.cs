using GraphQLPlugins.Integrations.Apps;

namespace GraphQLPlugins.Integrations.Directory;

/// <summary>What kind of thing extends the product.</summary>
public enum DirectoryKind
{
    /// <summary>A plugin of the catalog.</summary>
    Plugin,

    /// <summary>An integration that is part of this server.</summary>
    FirstParty,

    /// <summary>An app that somebody else runs.</summary>
    App,

    /// <summary>An integration that is only documented here.</summary>
    Document,
}

/// <summary>How far something has come in the caller's organization.</summary>
public enum DirectoryStatus
{
    /// <summary>It is not there.</summary>
    NotInstalled,

    /// <summary>It is there and in use.</summary>
    Installed,

    /// <summary>Something is still to be done.</summary>
    Pending,

    /// <summary>It is there, but not in use.</summary>
    Disabled,
}

/// <summary>Anything that extends the product, whoever makes and runs it.</summary>
[InterfaceType("DirectoryEntry")]
public interface IDirectoryEntry
{
    /// <summary>What kind of thing it is.</summary>
    DirectoryKind Kind { get; }

    /// <summary>Its name in calls: a slug, a plugin's id, or a provider's key.</summary>
    string Slug { get; }

    /// <summary>The name shown to people.</summary>
    string Name { get; }

    /// <summary>What it does.</summary>
    string? Description { get; }

    /// <summary>Who made it.</summary>
    string? Author { get; }

    /// <summary>How much it is used, or how its kind orders it.</summary>
    int Popularity { get; }

    /// <summary>How far it has come in the caller's organization.</summary>
    DirectoryStatus Status { get; }
}

/// <summary>What the lists of all kinds have in common; each source makes them inside its own query.</summary>
public sealed class DirectoryEntry
{
    /// <summary>The thing's own id.</summary>
    [GraphQLIgnore]
    public required Guid Id { get; init; }

    /// <summary>Its name in calls.</summary>
    public required string Slug { get; init; }

    /// <summary>The name shown to people; ordered by code point.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public string? Description { get; init; }

    /// <summary>Who made it.</summary>
    public string? Author { get; init; }

    /// <summary>How much it is used.</summary>
    public required int Popularity { get; init; }

    /// <summary>How far it has come in the caller's organization.</summary>
    public required DirectoryStatus Status { get; init; }

    /// <summary>What a search looks into, in lower case.</summary>
    [GraphQLIgnore]
    public required string SearchText { get; init; }
}

/// <summary>A plugin of the catalog.</summary>
[ObjectType("PluginEntry")]
public sealed class PluginEntry(DirectoryEntry row) : IDirectoryEntry
{
    /// <summary>The plugin's global id, for <c>node</c>.</summary>
    [ID("Plugin")]
    public Guid PluginKey => row.Id;

    /// <inheritdoc/>
    public DirectoryKind Kind => DirectoryKind.Plugin;

    /// <inheritdoc/>
    public string Slug => row.Slug;

    /// <inheritdoc/>
    public string Name => row.Name;

    /// <inheritdoc/>
    public string? Description => row.Description;

    /// <inheritdoc/>
    public string? Author => row.Author;

    /// <inheritdoc/>
    public int Popularity => row.Popularity;

    /// <inheritdoc/>
    public DirectoryStatus Status => row.Status;
}

/// <summary>An app that somebody else runs.</summary>
[ObjectType("AppEntry")]
public sealed class AppEntry(DirectoryEntry row) : IDirectoryEntry
{
    /// <summary>The app's global id, for <c>node</c>.</summary>
    [ID(nameof(App))]
    public Guid AppKey => row.Id;

    /// <inheritdoc/>
    public DirectoryKind Kind => DirectoryKind.App;

    /// <inheritdoc/>
    public string Slug => row.Slug;

    /// <inheritdoc/>
    public string Name => row.Name;

    /// <inheritdoc/>
    public string? Description => row.Description;

    /// <inheritdoc/>
    public string? Author => row.Author;

    /// <inheritdoc/>
    public int Popularity => row.Popularity;

    /// <inheritdoc/>
    public DirectoryStatus Status => row.Status;
}

/// <summary>An integration that is only documented here.</summary>
[ObjectType("DocumentEntry")]
public sealed class DocumentEntry(DirectoryEntry row) : IDirectoryEntry
{
    /// <summary>The documented integration's global id, for <c>node</c>.</summary>
    [ID("DocIntegration")]
    public Guid DocIntegrationKey => row.Id;

    /// <inheritdoc/>
    public DirectoryKind Kind => DirectoryKind.Document;

    /// <inheritdoc/>
    public string Slug => row.Slug;

    /// <inheritdoc/>
    public string Name => row.Name;

    /// <inheritdoc/>
    public string? Description => row.Description;

    /// <inheritdoc/>
    public string? Author => row.Author;

    /// <inheritdoc/>
    public int Popularity => row.Popularity;

    /// <inheritdoc/>
    public DirectoryStatus Status => row.Status;
}
