using System.Globalization;
using System.Text;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Reads objects of a copy one after the other by one process. Not to be shared. Disposing ends the process.</summary>
internal sealed class GitObjectReader(GitProcess process, IDisposable place, TimeSpan readTimeout) : IAsyncDisposable
{
    /// <summary>How long one of these may be open.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int MaxLine = 8 * 1024;
    private readonly BufferedStream _output = new(process.Output, 32 * 1024);

    /// <summary>An object.</summary>
    /// <param name="Id">Its full id.</param>
    /// <param name="Kind"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
    /// <param name="Size">Bytes.</param>
    public sealed record Found(string Id, string Kind, long Size);

    /// <summary>What a name of git's stands for; null when there is nothing, or too much.</summary>
    /// <param name="name">Checked already; without line ends.</param>
    /// <param name="ct">Stops.</param>
    public Task<Found?> FindAsync(string name, CancellationToken ct) => InTimeAsync(async stop =>
    {
        await AskAsync("info", name, stop);
        return Parse(await LineAsync(stop));
    }, ct);

    /// <summary>A content; null when there is none of the id, or it is larger.</summary>
    public Task<byte[]?> ReadAsync(string objectId, int maxBytes, CancellationToken ct) => InTimeAsync(async stop =>
    {
        if (!GitReferenceName.IsId(objectId)) return null;
        await AskAsync("info", objectId, stop);
        if (Parse(await LineAsync(stop)) is not { Kind: "blob" } found || found.Size > maxBytes) return null;
        await AskAsync("contents", found.Id, stop);
        await LineAsync(stop);
        var content = new byte[found.Size];
        await _output.ReadExactlyAsync(content, stop);
        await LineAsync(stop);
        return content;
    }, ct);

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        place.Dispose();
    }

    private async Task AskAsync(string command, string name, CancellationToken ct)
    {
        await process.Input.WriteAsync(Encoding.UTF8.GetBytes($"{command} {name}\n"), ct);
        await process.Input.FlushAsync(ct);
    }

    private async Task<string> LineAsync(CancellationToken ct)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (line.Count < MaxLine)
        {
            if (await _output.ReadAsync(one, ct) == 0) throw new EndOfStreamException("Git ended early.");
            if (one[0] == '\n') break;
            line.Add(one[0]);
        }
        return GitText.Decode([.. line]);
    }

    private static Found? Parse(string line) =>
        line.Split(' ') is [var id, "commit" or "tree" or "blob" or "tag", var size] && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? new Found(id, line.Split(' ')[1], bytes) : null;

    private async Task<T> InTimeAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(readTimeout);
        try
        {
            return await read(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new GitReadLimitException($"It took longer than {readTimeout.TotalSeconds:0} s.");
        }
    }
}
