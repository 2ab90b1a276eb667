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

    /// <summary>The token for a remote repository, encrypted.</summary>
    internal byte[]? SealedToken { get; private set; }

    /// <summary>Counts changes; the etag shows it.</summary>
    internal int Revision { get; private set; }

    /// <summary>Changes whenever the repository does; its synchronisations do not count.</summary>
    internal string Etag => $"\"{Id:N}-{Revision}\"";

    /// <summary>Whether a token is sent to the endpoint. The token itself is never shown.</summary>
    internal bool HasToken => SealedToken is not null;

    /// <summary>Whether single entries can be registered, changed and removed.</summary>
    internal bool Writable => Type == RepositoryType.Local;

    /// <summary>Creates a repository. The caller sees to it that name, and where the type demands it type, are unique.</summary>
    public static Repository Create(string name, RepositoryType type, string? endpoint, int? priority, DateTimeOffset now)
    {
        name = Text.Required(name, nameof(name), 255);
        endpoint = CheckedEndpoint(type, endpoint);
        if (type == RepositoryType.Remote && endpoint is null)
            throw new InputInvalidException(nameof(endpoint), "A remote repository needs an absolute http(s) address.");
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

    /// <summary>Replaces the members that are given. The caller sees to it that the name is unique.</summary>
    internal void Update(UpdateRepository input, byte[]? sealedToken)
    {
        if (input.Name is not null)
            Name = Text.Required(input.Name, "name", 255);
        if (input.State == RepositoryState.Disabled && Type is RepositoryType.Local or RepositoryType.Managed)
            throw new InputInvalidException("state", $"A {Type.InGraph()} repository is always enabled.");
        if (input.Endpoint is not null && CheckedEndpoint(Type, input.Endpoint) is { } endpoint && endpoint != Endpoint)
            // A token is for one server.
            (Endpoint, SealedToken) = (endpoint, null);
        Priority = input.Priority ?? Priority;
        State = input.State ?? State;
        if (input.Token is { HasValue: true })
            Authorize(sealedToken);
        Revision++;
    }

    /// <summary>Keeps a token that was encrypted, or forgets it.</summary>
    internal void Authorize(byte[]? sealedToken) =>
        SealedToken = Type == RepositoryType.Remote || sealedToken is null ? sealedToken : throw new InputInvalidException("token", "Only a remote repository has a token.");

    /// <summary>Takes it out of all lists. Its name is free again; its row stays for the audit.</summary>
    internal void Delete(DateTimeOffset now)
    {
        if (Type == RepositoryType.Local)
            throw new InputInvalidException("repositoryId", "The local repository cannot be deleted.");
        (DeletedAt, State, SealedToken) = (now, RepositoryState.Disabled, null);
        Revision++;
    }

    /// <summary>Refuses what only a local repository allows.</summary>
    public void EnsureWritable()
    {
        if (!Writable)
            throw new RepositoryReadOnlyException(Name);
    }

    /// <summary>Refuses what only a remote repository allows.</summary>
    internal void EnsureRemote()
    {
        if (Type != RepositoryType.Remote)
            throw new InputInvalidException("repositoryId", $"Only remote repositories are synchronised; '{Name}' is {Type.InGraph()}.");
    }

    /// <summary>Whether a copy is missing, or older than the settings want.</summary>
    internal bool IsOutdated(CatalogOptions options, DateTimeOffset now) => LastSyncAt is not { } at || (options.RemoteSyncInterval > TimeSpan.Zero && at + 2 * options.RemoteSyncInterval < now);

    /// <summary>Notes the end of an import or synchronisation.</summary>
    internal void Synced(DateTimeOffset now, string? error = null) => (LastSyncAt, LastSyncError) = (now, error);

    private static string? CheckedEndpoint(RepositoryType type, string? endpoint) => Text.Optional(endpoint, nameof(endpoint), 2048) switch
    {
        null => null,
        _ when type != RepositoryType.Remote => throw new InputInvalidException(nameof(endpoint), "Only a remote repository has an endpoint."),
        var given when Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" => given,
        _ => throw new InputInvalidException(nameof(endpoint), "A remote repository needs an absolute http(s) address."),
    };

    private static int DefaultPriority(RepositoryType type) => type switch
    {
        RepositoryType.Local => 10,
        RepositoryType.Managed => 20,
        RepositoryType.Imported => 30,
        _ => 40,
    };
}
