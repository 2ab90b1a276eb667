namespace GraphQLPlugins.Integrations.Providers.Capabilities;

/// <summary>A vendor that is told of alerts.</summary>
internal interface IAlertReceiver
{
    /// <summary>Raises an alert, or raises it again.</summary>
    /// <returns>The key under which it is resolved.</returns>
    Task<string> TriggerAsync(IntegrationAccess access, string service, OutgoingAlert alert, CancellationToken ct);

    /// <summary>Ends an alert. One that is over already is no error.</summary>
    Task ResolveAsync(IntegrationAccess access, string service, string key, CancellationToken ct);
}

/// <summary>How bad it is.</summary>
public enum AlertSeverity
{
    /// <summary>For information.</summary>
    Info,

    /// <summary>Something may go wrong.</summary>
    Warning,

    /// <summary>Something went wrong.</summary>
    Error,

    /// <summary>Somebody must act now.</summary>
    Critical,
}

/// <summary>What is told.</summary>
internal sealed record OutgoingAlert(string? Key, string Summary, string Source, AlertSeverity Severity, string? Url);
