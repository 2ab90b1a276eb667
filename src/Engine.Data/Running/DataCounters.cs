namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>What the data fields of this process did. In a steady state only executions grow.</summary>
public static class DataCounters
{
    private static long _queriesBuilt;
    private static long _executions;
    private static long _uncached;
    private static long _direct;

    /// <summary>Expression trees that were built and compiled: one for each new shape of a field's arguments.</summary>
    public static long QueriesBuilt => Interlocked.Read(ref _queriesBuilt);

    /// <summary>Statements that were run.</summary>
    public static long Executions => Interlocked.Read(ref _executions);

    /// <summary>Statements that ran without what EF Core builds around each execution; most of all, unless somebody listens to it.</summary>
    public static long Direct => Interlocked.Read(ref _direct);

    /// <summary>Queries that were built for one request only, because the resolver's query cannot be recognised or too many shapes are known.</summary>
    public static long Uncached => Interlocked.Read(ref _uncached);

    internal static void CountBuilt() => Interlocked.Increment(ref _queriesBuilt);

    internal static void CountExecution() => Interlocked.Increment(ref _executions);

    internal static void CountDirect() => Interlocked.Increment(ref _direct);

    internal static void CountUncached() => Interlocked.Increment(ref _uncached);
}
