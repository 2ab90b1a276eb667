using System.Text;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Tests.Sync;

/// <summary>Remembers what it gets, as lines of text, and does what a test wants in between.</summary>
internal sealed class RecordingService(string name = "recorder", params string[] worksWith) : IRepositoryService
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly Dictionary<Guid, int> _atOnce = [];

    public RepositoryService Info { get; } = new(name, $"The {name}", null, worksWith.Length == 0 ? null : worksWith);

    /// <summary>Runs in each delivery before its files are read.</summary>
    public Func<RepositoryDelivery, CancellationToken, Task>? Before { get; set; }

    /// <summary>Most deliveries of one record at the same time.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>What came since the last time that somebody asked.</summary>
    public List<string> Take()
    {
        lock (_lock)
        {
            List<string> lines = [.. _lines];
            _lines.Clear();
            return lines;
        }
    }

    public async Task ReceiveAsync(RepositoryDelivery delivery, CancellationToken ct)
    {
        var id = delivery.Repository.RepositoryId;
        lock (_lock) MostAtOnce = Math.Max(MostAtOnce, _atOnce[id] = _atOnce.GetValueOrDefault(id) + 1);
        try
        {
            if (Before is { } before) await before(delivery, ct);
            var lines = new List<string> { $"{delivery.Kind} {delivery.Branch}" };
            await foreach (var file in delivery.Files.WithCancellation(ct))
                lines.Add($"{file.Change} {file.Path} {file.Bytes} {(file.Content is { } content ? Encoding.UTF8.GetString(content.Span) : "-")}");
            lock (_lock) _lines.AddRange(lines);
        }
        finally
        {
            lock (_lock) _atOnce[id]--;
        }
    }

    public Task ReleaseAsync(ServedRepository repository, CancellationToken ct)
    {
        lock (_lock) _lines.Add($"Released {repository.RepoId}");
        return Task.CompletedTask;
    }
}
