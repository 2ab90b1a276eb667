using System.Diagnostics;
using System.Diagnostics.Metrics;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Metrics of the meter <c>GraphQLPlugins.Plugins</c>: calls, how long they took and how they ended, and what runs.</summary>
internal sealed class RuntimeMetrics
{
    public const string MeterName = "GraphQLPlugins.Plugins";

    private readonly Histogram<double> _duration;

    public RuntimeMetrics(IMeterFactory meters, PluginRuntime runtime)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram<double>("plugin.call.duration", "s", "How long calls of plugins took, by plugin, kind and outcome");
        meter.CreateObservableUpDownCounter("plugin.calls.running", () => runtime.Slots.Where(s => s.Current is not null)
            .Select(s => new Measurement<int>(s.Current?.Gate.Running ?? 0, new KeyValuePair<string, object?>("plugin", s.Name))), description: "Calls of plugins that run now, abandoned ones among them");
        meter.CreateObservableUpDownCounter("plugin.running", () => runtime.Slots.Count(s => s.Current is not null), description: "Plugins that run on this host");
    }

    public void Called(PluginCallTarget target, PluginCallStatus status, TimeSpan time)
    {
        if (!_duration.Enabled || status is PluginCallStatus.NotRunning) return;
        _duration.Record(time.TotalSeconds, new TagList { { "plugin", target.PluginId }, { "kind", target.Kind }, { "outcome", status.ToString() } });
    }
}
