namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>Plans, and refusals of documents, by the text of the document and the operation's name. Bounded in entries and in text; reads take no lock.</summary>
/// <remarks>
/// Sets of four entries, in each of which the entry gives way that was not used for longest. A refusal may be kept in one place of its set only, so that clients
/// who send rubbish cannot drive out the plans of others.
/// </remarks>
internal sealed class PlanCache
{
    private const int Ways = 4;

    /// <summary>A plan weighs some dozen times the text; longer documents are planned anew each time.</summary>
    public const int MaxDocumentBytes = 64 * 1024;

    private const int MaxTotalBytes = 4 * 1024 * 1024;

    private readonly PreparedOperation?[] _entries;
    private readonly int _mask;
    private long _clock;
    private long _bytes;

    public PlanCache(int entries)
    {
        var sets = 1;
        while (sets * 2 * Ways <= Math.Max(entries, Ways)) sets *= 2;
        _entries = new PreparedOperation?[sets * Ways];
        _mask = sets - 1;
    }

    /// <summary>How many entries it holds at most.</summary>
    public int Capacity => _entries.Length;

    /// <summary>The entry for this text, name and variant; null when there is none.</summary>
    public PreparedOperation? Find(ulong hash, ReadOnlySpan<byte> document, string? operationName, int variant)
    {
        var first = (int)(hash & (uint)_mask) * Ways;
        for (var i = first; i < first + Ways; i++)
        {
            var entry = Volatile.Read(ref _entries[i]);
            if (entry is null || !entry.IsFor(hash, document, operationName, variant)) continue;
            entry.LastUsed = Volatile.Read(ref _clock);
            return entry;
        }
        return null;
    }

    /// <summary>Keeps an entry, if it is small enough.</summary>
    public void Add(PreparedOperation entry)
    {
        if (entry.Document.Length > MaxDocumentBytes) return;
        lock (_entries)
        {
            entry.LastUsed = ++_clock;
            var place = PlaceFor(entry);
            Replace(place, entry);
            // Over the bound of text, sets far away pay in turn.
            for (var i = 1; _bytes > MaxTotalBytes && i < _entries.Length; i++) Replace((place + i) & (_entries.Length - 1), null);
        }
    }

    private int PlaceFor(PreparedOperation entry)
    {
        var first = (int)(entry.Hash & (uint)_mask) * Ways;
        if (entry.Plan is null) return first;
        var oldest = first;
        for (var i = first; i < first + Ways; i++)
        {
            if (_entries[i] is not { } other || other.Plan is null) return i;
            if (other.LastUsed < _entries[oldest]!.LastUsed) oldest = i;
        }
        return oldest;
    }

    private void Replace(int place, PreparedOperation? entry)
    {
        _bytes += (entry?.Document.Length ?? 0) - (_entries[place]?.Document.Length ?? 0);
        Volatile.Write(ref _entries[place], entry);
    }
}

/// <summary>What became of a document and an operation's name: a plan or the errors that refuse it.</summary>
internal sealed class PreparedOperation(ulong hash, byte[] document, string? operationName, int variant, OperationPlan? plan, IOperationResult? refusal)
{
    public ulong Hash { get; } = hash;

    public byte[] Document { get; } = document;

    public OperationPlan? Plan { get; } = plan;

    /// <summary>Set when there is no plan. Has nothing to dispose, so it may be sent many times.</summary>
    public IOperationResult? Refusal { get; } = refusal;

    public long LastUsed { get; set; }

    public bool IsFor(ulong otherHash, ReadOnlySpan<byte> otherDocument, string? otherName, int otherVariant) =>
        Hash == otherHash && variant == otherVariant && string.Equals(operationName, otherName, StringComparison.Ordinal) && otherDocument.SequenceEqual(Document);
}
