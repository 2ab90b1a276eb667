namespace GraphQLPlugins.Sources.Connections;

/// <summary>Whether a connection can be used.</summary>
public enum SourceConnectionStatus
{
    /// <summary>It works, as far as is known.</summary>
    Connected,

    /// <summary>The source no longer accepts its tokens; connecting again helps.</summary>
    Expired,
}
