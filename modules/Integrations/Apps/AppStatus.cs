namespace GraphQLPlugins.Integrations.Apps;

/// <summary>How far an app has come.</summary>
public enum AppStatus
{
    /// <summary>Only its owner sees and installs it.</summary>
    Unpublished,

    /// <summary>Everybody sees it and may install it.</summary>
    Published,

    /// <summary>Made for its owner alone, and installed there from the start.</summary>
    Internal,

    /// <summary>Its owner has asked for it to be published; the server's staff decides.</summary>
    PublishRequestInProgress,

    /// <summary>It is going away.</summary>
    DeletionInProgress,
}
