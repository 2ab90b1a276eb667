namespace GraphQLPlugins.Catalog.Tests.Runtime;

/// <summary>The code of plugins that were stopped, one load after the other.</summary>
internal static class LoadedCode
{
    /// <summary>
    /// The runtime's threads may hold on to the last exception or the last frame that each of them saw, so the newest load may stay a while;
    /// those before it may not.
    /// </summary>
    public static async Task AssertGivenBackAsync(IReadOnlyCollection<WeakReference> loads)
    {
        for (var round = 0; round < 100 && loads.Count(load => load.IsAlive) > 1; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(50);
        }

        Assert.InRange(loads.Count(load => load.IsAlive), 0, 1);
    }
}
