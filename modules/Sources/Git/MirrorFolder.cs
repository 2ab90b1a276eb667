using System.IO.Enumeration;
using GraphQLPlugins.Kernel.Storage;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Where copies of repositories are on disk: one bare repository for each record, which is there as a whole or not at all. Safe to share, also between processes.</summary>
internal sealed class MirrorFolder(SourcesOptions options, StorageOptions storage)
{
    private const string NewPrefix = ".new-";
    private const string OldPrefix = ".old-";
    private const string PrivatePrefix = ".ssh-";
    private const string Tail = ".git";

    // What a file takes at the least.
    private const long BlockBytes = 4096;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PrivateLifetime = TimeSpan.FromHours(12);

    public string Root { get; } = Path.GetFullPath(options.Mirrors.Directory ?? Path.Combine(storage.DataDirectory, "mirrors"));

    /// <summary>The keys of hosts that were believed the first time.</summary>
    public string LearnedHosts => Path.Combine(Root, "known_hosts");

    public string PathOf(Guid id) => Path.Combine(Root, $"{id:N}{Tail}");

    public bool Holds(Guid id) => Directory.Exists(PathOf(id));

    /// <summary>A name for a copy that is not whole yet.</summary>
    public string Incoming(Guid id) => Path.Combine(Root, $"{NewPrefix}{id:N}-{Guid.NewGuid():N}");

    /// <summary>The copy is whole.</summary>
    public void Accept(Guid id, string incoming) => Directory.Move(incoming, PathOf(id));

    /// <summary>Takes a copy away, which is gone for readers at once.</summary>
    public void Delete(Guid id)
    {
        if (!Holds(id)) return;
        var old = Path.Combine(Root, $"{OldPrefix}{id:N}-{Guid.NewGuid():N}");
        Directory.Move(PathOf(id), old);
        Remove(old);
    }

    /// <summary>Waits until nobody else writes to a copy, in whichever process. Its end ends the lock.</summary>
    public async Task<IDisposable> LockAsync(Guid id, CancellationToken ct)
    {
        while (true)
        {
            if (TryLock(id) is { } held) return held;
            await Task.Delay(LookAgain, ct);
        }
    }

    /// <summary>A folder that only this user may read.</summary>
    public string MakePrivate()
    {
        Make();
        var path = Path.Combine(Root, PrivatePrefix + Guid.NewGuid().ToString("N"));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Removes what processes that died have left: copies that are not whole, those half deleted, files for ssh, and copies of which there is no record.</summary>
    /// <param name="isKnown">Which of some records there are.</param>
    /// <param name="clock">For the age of files for ssh, which no lock guards.</param>
    /// <param name="ct">Stops.</param>
    /// <returns>How many folders went.</returns>
    public async Task<int> SweepAsync(Func<IReadOnlyList<Guid>, Task<IReadOnlySet<Guid>>> isKnown, TimeProvider clock, CancellationToken ct)
    {
        if (!Directory.Exists(Root)) return 0;
        var removed = 0;
        var copies = new List<Guid>();
        foreach (var path in Directory.EnumerateDirectories(Root))
        {
            ct.ThrowIfCancellationRequested();
            var name = Path.GetFileName(path);
            if (name.StartsWith(PrivatePrefix, StringComparison.Ordinal))
            {
                if (clock.GetUtcNow() - Directory.GetLastWriteTimeUtc(path) > PrivateLifetime && Remove(path)) removed++;
            }
            else if (name.StartsWith(NewPrefix, StringComparison.Ordinal) || name.StartsWith(OldPrefix, StringComparison.Ordinal))
            {
                if (IdIn(name, NewPrefix.Length) is not { } id) continue;
                using var held = TryLock(id);
                if (held is not null && Remove(path)) removed++;
            }
            else if (name.EndsWith(Tail, StringComparison.Ordinal) && IdIn(name, 0) is { } id)
            {
                copies.Add(id);
            }
        }
        foreach (var some in copies.Chunk(500))
        {
            var known = await isKnown(some);
            foreach (var id in some.Where(id => !known.Contains(id)))
            {
                using var held = TryLock(id);
                if (held is null) continue;
                Delete(id);
                removed++;
            }
        }
        return removed;
    }

    /// <summary>Bytes on disk of all below a folder; what comes or goes meanwhile counts or does not.</summary>
    public static long SizeOf(string path)
    {
        try
        {
            return new FileSystemEnumerable<long>(path, (ref FileSystemEntry entry) => Math.Max(entry.IsDirectory ? 0 : entry.Length, BlockBytes), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true }).Sum();
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    /// <returns>Whether it is gone.</returns>
    public static bool Remove(string path)
    {
        try
        {
            // Packs are read-only, which keeps Windows from deleting them.
            if (OperatingSystem.IsWindows() && Directory.Exists(path))
                foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody still has it open, or git still writes; it is swept later.
            return !Directory.Exists(path);
        }
    }

    public void Make()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(Root);
        else Directory.CreateDirectory(Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static Guid? IdIn(string name, int start) => name.Length >= start + 32 && Guid.TryParseExact(name.AsSpan(start, 32), "N", out var id) ? id : null;

    /// <summary>The lock of a copy; several copies share one, so that there is a bounded number of files, none of which ever needs to go.</summary>
    private FileStream? TryLock(Guid id)
    {
        Make();
        var folder = Path.Combine(Root, "locks");
        Directory.CreateDirectory(folder);
        try
        {
            return new FileStream(Path.Combine(folder, id.ToString("N")[^3..]), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (!DiskFaults.IsFull(e) && !DiskFaults.IsUnwritable(e))
        {
            return null;
        }
    }
}
