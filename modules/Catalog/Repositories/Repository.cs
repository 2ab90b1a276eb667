using System.Security.Cryptography;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>A source of plugins. Where an id is in several, the one with the lowest priority number wins.</summary>
public sealed class Repository
{
    public const string LocalName = "local";

    private Repository()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>The short id that arguments take: <c>repo-</c> and twelve hexadecimal digits.</summary>
    public string RepositoryId { get; private set; } = null!;

    /// <summary>Unique among all repositories.</summary>
    public string Name { get; private set; } = null!;

    public RepositoryType Type { get; private set; }

    public RepositoryState State { get; private set; }

    /// <summary>The GraphQL endpoint of a remote repository; null for the others.</summary>
    public string? Endpoint { get; private set; }

    /// <summary>Lower is asked first.</summary>
    public int Priority { get; private set; }

    public DateTimeOffset? LastSyncAt { get; private set; }

    public string? LastSyncError { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    internal DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Whether single entries can be registered, changed and removed.</summary>
    public bool Writable => Type == RepositoryType.Local;

    /// <summary>Creates a repository. The caller sees to it that name, and where the type demands it type, are unique.</summary>
    public static Repository Create(string name, RepositoryType type, string? endpoint, int? priority, DateTimeOffset now)
    {
        name = Text.Required(name, nameof(name), 255);
        endpoint = Text.Optional(endpoint, nameof(endpoint), 2048);
        if (type == RepositoryType.Remote && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new InputInvalidException(nameof(endpoint), "A remote repository needs an absolute http(s) address.");
        if (type != RepositoryType.Remote && endpoint is not null)
            throw new InputInvalidException(nameof(endpoint), "Only a remote repository has an endpoint.");
        return new Repository
        {
            Id = Guid.CreateVersion7(now),
            RepositoryId = $"repo-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}",
            Name = name,
            Type = type,
            Endpoint = endpoint,
            Priority = priority ?? DefaultPriority(type),
            CreatedAt = now,
        };
    }

    /// <summary>Refuses what only a local repository allows.</summary>
    public void EnsureWritable()
    {
        if (!Writable)
            throw new RepositoryReadOnlyException(Name);
    }

    /// <summary>Notes the end of an import or synchronisation.</summary>
    internal void Synced(DateTimeOffset now, string? error = null) => (LastSyncAt, LastSyncError) = (now, error);

    private static int DefaultPriority(RepositoryType type) => type switch
    {
        RepositoryType.Local => 10,
        RepositoryType.Managed => 20,
        RepositoryType.Imported => 30,
        _ => 40,
    };
}
