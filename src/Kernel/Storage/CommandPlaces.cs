namespace GraphQLPlugins.Kernel.Storage;

/// <summary>
/// How many commands have a connection at a time: half of the pool's. A command reads by further connections while it holds its own, so commands that had
/// them all would wait for each other until they time out.
/// </summary>
internal sealed class CommandPlaces(int connections)
{
    /// <summary>A command inside another one's work must not wait for the place that this one has; after so long it goes without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _places = new(Math.Max(1, connections / 2));

    /// <returns>False when it goes on without a place.</returns>
    public Task<bool> EnterAsync(CancellationToken ct) => _places.WaitAsync(Patience, ct);

    public void Leave() => _places.Release();
}
