namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>WebSockets of one endpoint.</summary>
public sealed class GraphQLSocketOptions
{
    /// <summary>How long a client may take to send <c>connection_init</c>; then the socket is closed with 4408.</summary>
    public TimeSpan ConnectionInitializationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the server pings (or sends <c>ka</c> in the legacy protocol); null: never.</summary>
    public TimeSpan? KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of one message; more closes the socket with 1009.</summary>
    public int MaxMessageBytes { get; set; } = 1024 * 1024;

    /// <summary>Operations that may run at once over one socket; one more is refused with an <c>error</c> message.</summary>
    public int MaxOperations { get; set; } = 100;
}
