namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>
/// How many things are kept by shape, in all caches together: a client can ask for more different shapes than there is memory. For each one that is too many, the
/// oldest one that was not used since it was last looked at goes; so shapes in use stay, whatever else is asked for.
/// </summary>
/// <param name="capacity">Things at most.</param>
internal sealed class ShapeBudget(int capacity)
{
    // A statement takes 10 KB, and some 20 KB more of code: 4,000 of them are 120 MB.
    private const int Things = 4_000;
    private readonly Queue<IEntry> _entries = new();
    private readonly Lock _adding = new();

    /// <summary>The budget of this process.</summary>
    public static ShapeBudget OfProcess { get; } = new(Things);

    /// <summary>A thing that is kept.</summary>
    public interface IEntry
    {
        /// <summary>Whether it was used since it was last looked at.</summary>
        bool IsUsed { get; set; }

        /// <summary>Takes it out of its cache.</summary>
        void TakeOut();
    }

    /// <summary>Things that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_adding) return _entries.Count;
        }
    }

    /// <summary>Keeps a thing, in the place of another one if need be.</summary>
    public void Add(IEntry entry)
    {
        lock (_adding)
        {
            _entries.Enqueue(entry);
            if (_entries.Count <= capacity) return;
            var oldest = _entries.Dequeue();
            // Each was used since: the oldest goes all the same after one round.
            for (var i = 0; i < capacity && oldest.IsUsed; i++)
            {
                oldest.IsUsed = false;
                _entries.Enqueue(oldest);
                oldest = _entries.Dequeue();
            }
            oldest.TakeOut();
        }
    }
}
