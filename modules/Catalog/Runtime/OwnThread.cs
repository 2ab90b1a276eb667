namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Runs a plugin's code apart from the server's: not on its threads at first, and not in the name of whoever asks.</summary>
internal static class OwnThread
{
    /// <summary>On a thread of its own, which may block for ever without the pool's missing it; for starts and stops.</summary>
    public static Task<T> RunAsync<T>(Func<Task<T>> work) =>
        WithoutContext(() => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).Unwrap());

    /// <summary>On a thread of the pool; for calls, which are bounded in number.</summary>
    public static Task<T> RunPooledAsync<T>(Func<Task<T>> work) => WithoutContext(() => Task.Run(work));

    /// <summary>What a plugin leaves running must not count as the request in which it was begun.</summary>
    private static Task<T> WithoutContext<T>(Func<Task<T>> begin)
    {
        if (ExecutionContext.IsFlowSuppressed()) return begin();
        using (ExecutionContext.SuppressFlow()) return begin();
    }

    /// <summary>Looks at the task's exception once it has one, so that nobody calls it unobserved.</summary>
    public static void Forget(this Task task) =>
        task.ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
