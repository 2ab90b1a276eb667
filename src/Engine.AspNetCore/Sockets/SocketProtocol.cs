namespace GraphQLPlugins.Engine.AspNetCore.Sockets;

/// <summary>What a message from a client means, whatever its protocol calls it.</summary>
internal enum MessageKind
{
    Unknown,
    Initialize,
    Start,
    Stop,
    Ping,
    Pong,
    Terminate,
}

/// <summary>How one subprotocol says things.</summary>
internal sealed class SocketProtocol
{
    private readonly bool _legacy;

    private SocketProtocol(string name, bool legacy)
    {
        Name = name;
        _legacy = legacy;
    }

    /// <summary>The protocol of the graphql-ws library. Source: its PROTOCOL.md.</summary>
    public static SocketProtocol TransportWs { get; } = new("graphql-transport-ws", legacy: false);

    /// <summary>The protocol of the retired subscriptions-transport-ws library, whose name was <c>graphql-ws</c>.</summary>
    public static SocketProtocol LegacyWs { get; } = new("graphql-ws", legacy: true);

    /// <summary>The name in the handshake.</summary>
    public string Name { get; }

    /// <summary>Whether a refusal is said in a message before the close.</summary>
    public bool AnnouncesRefusal => _legacy;

    /// <summary>Whether an error is one object instead of a list.</summary>
    public bool SingleError => _legacy;

    public ReadOnlySpan<byte> KeepAlive => _legacy ? "{\"type\":\"ka\"}"u8 : "{\"type\":\"ping\"}"u8;

    public ReadOnlySpan<byte> ResultType => _legacy ? "data"u8 : "next"u8;

    /// <summary>The protocol that client and server both speak, the newer one first; null when there is none.</summary>
    public static SocketProtocol? Choose(IList<string> requested)
    {
        if (requested.Contains(TransportWs.Name)) return TransportWs;
        return requested.Contains(LegacyWs.Name) ? LegacyWs : null;
    }

    /// <summary>What a message's type means.</summary>
    public MessageKind KindOf(string type) => (type, _legacy) switch
    {
        ("connection_init", _) => MessageKind.Initialize,
        ("subscribe", false) or ("start", true) => MessageKind.Start,
        ("complete", false) or ("stop", true) => MessageKind.Stop,
        ("ping", false) => MessageKind.Ping,
        ("pong", false) => MessageKind.Pong,
        ("connection_terminate", true) => MessageKind.Terminate,
        _ => MessageKind.Unknown,
    };
}
