using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GraphQLPlugins.Engine.Execution.Diagnostics;

/// <summary>Activities and metrics of the engine, by the names that OpenTelemetry subscribes to.</summary>
public static class EngineDiagnostics
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "GraphQLPlugins.Engine";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> PlanHits =
        Meter.CreateCounter<long>("graphql.plan_cache.hits", description: "Requests whose plan was in the cache.");

    internal static readonly Counter<long> PlanMisses =
        Meter.CreateCounter<long>("graphql.plan_cache.misses", description: "Requests whose document was parsed, validated and planned.");

    internal static readonly Histogram<double> OperationDuration =
        Meter.CreateHistogram<double>("graphql.operation.duration", "s", "From the request to the finished response, streams up to their first result.");

    internal static readonly Histogram<int> LoaderBatches =
        Meter.CreateHistogram<int>("graphql.loader.wave_batches", description: "Batches fetched in one wave of loaders.");

    internal static readonly Histogram<int> LoaderKeys =
        Meter.CreateHistogram<int>("graphql.loader.batch_keys", description: "Keys of one batch of a loader.");
}
