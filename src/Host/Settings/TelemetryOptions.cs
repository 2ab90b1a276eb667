using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Host.Settings;

/// <summary>The settings below <c>Telemetry</c>.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The OpenTelemetry collector that traces and metrics are sent to by OTLP; null sends none.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>How it is spoken to.</summary>
    public OtlpTransport Transport { get; set; } = OtlpTransport.Http;

    /// <summary>The name of the service in traces and metrics.</summary>
    public string ServiceName { get; set; } = "graphqlplugins";

    /// <summary>Which part of the traces is sent, from 0 to 100; those that a caller has chosen always are.</summary>
    [Range(0, 100)]
    public int SampledPercent { get; set; } = 100;

    /// <summary>How often metrics are sent.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MetricsInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How log lines are written.</summary>
    public LogFormat LogFormat { get; set; } = LogFormat.Text;
}

/// <summary>Ways to speak OTLP.</summary>
public enum OtlpTransport
{
    /// <summary>Protocol buffers over HTTP, to <c>v1/traces</c> and <c>v1/metrics</c> below the endpoint.</summary>
    Http,

    /// <summary>gRPC.</summary>
    Grpc,
}

/// <summary>Ways to write a log line.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object a line, with the trace id and what is known about the request.</summary>
    Json,
}
