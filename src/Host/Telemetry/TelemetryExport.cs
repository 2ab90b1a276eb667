using GraphQLPlugins.Engine.Execution.Diagnostics;
using GraphQLPlugins.Host.Settings;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GraphQLPlugins.Host.Telemetry;

/// <summary>Sends traces and metrics to a collector by OTLP, as long as the host runs; what is left is sent when it stops.</summary>
internal sealed class TelemetryExport(TelemetryOptions options, Uri endpoint) : IHostedService, IDisposable
{
    // The web server's, the database driver's, and our own.
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "Npgsql", EngineDiagnostics.Name, "GraphQLPlugins.*"];
    private static readonly string[] Meters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime", "Npgsql", EngineDiagnostics.Name, "GraphQLPlugins.*"];

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(options.ServiceName, serviceVersion: typeof(TelemetryExport).Assembly.GetName().Version?.ToString(3));
        _traces = Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.SampledPercent / 100.0)))
            .AddSource(Sources)
            .AddOtlpExporter(exporter => Address(exporter, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddOtlpExporter((exporter, reader) =>
            {
                Address(exporter, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.MetricsInterval.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
        (_traces, _metrics) = (null, null);
    }

    private void Address(OtlpExporterOptions exporter, string path)
    {
        exporter.Protocol = options.Transport is OtlpTransport.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = options.Transport is OtlpTransport.Grpc ? endpoint : new Uri(endpoint.ToString().TrimEnd('/') + "/" + path);
    }
}
