namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>Whether a socket may stay.</summary>
public sealed class ConnectionStatus
{
    private ConnectionStatus(bool accepted, string message, IReadOnlyDictionary<string, object?>? extensions, DateTimeOffset? expires = null)
    {
        Accepted = accepted;
        Message = message;
        Extensions = extensions;
        Expires = expires;
    }

    /// <summary>Whether it may.</summary>
    public bool Accepted { get; }

    /// <summary>Why not; the reason of the close.</summary>
    public string Message { get; }

    /// <summary>Sent to the client as payload of the answer; null: no payload.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; }

    /// <summary>When the socket is closed with 4403, because the client's credentials end; null: never.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>It may.</summary>
    public static ConnectionStatus Accept(IReadOnlyDictionary<string, object?>? extensions = null) => new(true, "", extensions);

    /// <summary>It may until then.</summary>
    public static ConnectionStatus AcceptUntil(DateTimeOffset expires, IReadOnlyDictionary<string, object?>? extensions = null) =>
        new(true, "", extensions, expires);

    /// <summary>It may not: closed with 4401.</summary>
    public static ConnectionStatus Reject() => new(false, "Unauthorized", null);

    /// <summary>It may not: closed with 4401 and this reason (123 bytes at most).</summary>
    public static ConnectionStatus Reject(string message, IReadOnlyDictionary<string, object?>? extensions = null) => new(false, message, extensions);

    /// <summary>It may not: closed with 4401.</summary>
    public static ConnectionStatus Reject(IReadOnlyDictionary<string, object?> extensions) => new(false, "Unauthorized", extensions);
}
