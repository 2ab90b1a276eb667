namespace GraphQLPlugins.Integrations.Installations;

/// <summary>How far an app's installation has come.</summary>
public enum AppInstallationStatus
{
    /// <summary>The app has to confirm it.</summary>
    Pending,

    /// <summary>It is in use.</summary>
    Installed,

    /// <summary>It is going away.</summary>
    PendingDeletion,
}
