namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>Codes with which a socket is closed. Source: the graphql-transport-ws protocol and RFC 6455 7.4.1.</summary>
public static class CloseCodes
{
    public const int Normal = 1000;

    /// <summary>The host stops.</summary>
    public const int GoingAway = 1001;

    /// <summary>No known subprotocol.</summary>
    public const int ProtocolError = 1002;

    /// <summary>A message exceeds the limit.</summary>
    public const int MessageTooBig = 1009;

    /// <summary>A failure of the server.</summary>
    public const int InternalError = 1011;

    /// <summary>A message of unknown type or shape.</summary>
    public const int InvalidMessage = 4400;

    /// <summary>An operation before the connection was acknowledged, or a connection that was refused.</summary>
    public const int Unauthorized = 4401;

    /// <summary>The right to the connection ended; the client may come back with new credentials.</summary>
    public const int Forbidden = 4403;

    /// <summary>The client did not initialise the connection in time.</summary>
    public const int InitializationTimeout = 4408;

    /// <summary>An operation's id is taken.</summary>
    public const int DuplicateId = 4409;

    /// <summary>A second initialisation.</summary>
    public const int TooManyInitializations = 4429;
}
