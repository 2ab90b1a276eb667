using System.Text.Json;

namespace GraphQLPlugins.Kernel.Outbox;

/// <summary>
/// How far a reader of the outbox is. Rows become visible in the order of commits, which is not that of ids, so one number is not enough: each row
/// holds its transaction's number, and all transactions below <see cref="Floor"/> were over when it was last read. What has been read above it is remembered.
/// </summary>
internal sealed class OutboxPosition(long floor, IReadOnlyDictionary<Guid, long> seen)
{
    private readonly Dictionary<Guid, long> _seen = new(seen);

    public OutboxPosition(long floor, string seenJson) : this(floor, JsonSerializer.Deserialize<Dictionary<Guid, long>>(seenJson)!) { }

    /// <summary>Every row of a transaction below has been read.</summary>
    public long Floor { get; private set; } = floor;

    /// <summary>How many rows above the floor have been read.</summary>
    public int SeenCount => _seen.Count;

    public bool HasSeen(Guid id) => _seen.ContainsKey(id);

    public string SeenJson => JsonSerializer.Serialize(_seen);

    /// <summary>Moves on by one reading.</summary>
    /// <param name="rows">What was read from the floor on, in the order of transactions.</param>
    /// <param name="horizon">All transactions below were over when it was read.</param>
    /// <param name="isAll">False when the reading was cut off by its limit.</param>
    /// <returns>The rows that are new.</returns>
    public IReadOnlyList<ReadRow> Advance(IReadOnlyList<ReadRow> rows, long horizon, bool isAll)
    {
        var news = rows.Where(r => _seen.TryAdd(r.Id, r.Transaction)).ToList();
        Floor = Math.Max(Floor, isAll ? horizon : Math.Min(horizon, rows[^1].Transaction));
        foreach (var (id, transaction) in _seen)
            if (transaction < Floor) _seen.Remove(id);
        return news;
    }
}

/// <summary>A row as readers get it.</summary>
internal sealed record ReadRow(
    Guid Id, long Transaction, Guid? OrganizationId, string? Type, string? Resource, string? Topic, string? Payload, string Actor, string CorrelationId, DateTimeOffset At);
