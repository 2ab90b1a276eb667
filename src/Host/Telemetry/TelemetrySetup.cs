using GraphQLPlugins.Host.Settings;

namespace GraphQLPlugins.Host.Telemetry;

/// <summary>Puts telemetry into the host.</summary>
internal static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (options.LogFormat is LogFormat.Json) builder.Logging.AddJsonConsole(console => (console.IncludeScopes, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, "O"));
        else builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        if (options.Endpoint is { } endpoint) builder.Services.AddHostedService(_ => new TelemetryExport(options, endpoint));
    }
}
