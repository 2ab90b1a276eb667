using System.IO.Compression;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>A plugin's file, as far as running it goes: its entry, and its assemblies in memory.</summary>
/// <param name="Entry">How it runs.</param>
/// <param name="Assemblies">By name, in any case; empty for remote plugins.</param>
internal sealed record PluginPackage(PluginEntry Entry, IReadOnlyDictionary<string, byte[]> Assemblies)
{
    private const int MaxEntryBytes = 256 * 1024;

    // Newest first; a package may bring several.
    private static readonly string[] Frameworks = ["net10.0", "net9.0", "net8.0", "netstandard2.1", "netstandard2.0"];

    /// <summary>Reads a package. Files that are no archive, or have no <c>plugin.json</c> at the top, do not run here.</summary>
    /// <exception cref="PluginFault">It cannot be read, is too large, or brings what no plugin may.</exception>
    public static PluginPackage Read(Stream file, long maxUnpackedBytes)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var left = maxUnpackedBytes;
            var entry = EntryOf(zip, ref left);
            return new PluginPackage(entry, entry.Entry is null ? new Dictionary<string, byte[]>() : ReadAssemblies(zip, ref left));
        }
        catch (InvalidDataException e)
        {
            throw new PluginFault("PACKAGE_INVALID", "The file is no readable package.", e);
        }
    }

    /// <summary>Reads only how it runs.</summary>
    /// <exception cref="PluginFault">It cannot be read.</exception>
    public static PluginEntry ReadEntry(Stream file)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            long left = MaxEntryBytes;
            return EntryOf(zip, ref left);
        }
        catch (InvalidDataException)
        {
            // No archive: a script or a page.
            return new PluginEntry();
        }
    }

    private static PluginEntry EntryOf(ZipArchive zip, ref long left) =>
        zip.GetEntry(PluginEntry.FileName) is { } manifest ? PluginEntry.Read(Unpack(manifest, MaxEntryBytes, ref left)) : new PluginEntry();

    private static Dictionary<string, byte[]> ReadAssemblies(ZipArchive zip, ref long left)
    {
        if (zip.Entries.Any(e => e.FullName.StartsWith("runtimes/", StringComparison.OrdinalIgnoreCase) && e.FullName.Contains("/native/", StringComparison.OrdinalIgnoreCase)))
            throw new PluginFault("NATIVE_LIBRARY_REFUSED", "The package brings native libraries, which plugins may not load. Run it as a remote plugin.");
        var folder = Frameworks.Select(f => $"lib/{f}/").FirstOrDefault(f => zip.Entries.Any(e => IsIn(e, f)))
            ?? throw new PluginFault("PACKAGE_INVALID", $"The package has no assemblies in any of: {string.Join(", ", Frameworks.Select(f => $"lib/{f}"))}.");
        var assemblies = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in zip.Entries.Where(e => IsIn(e, folder)))
            assemblies[Path.GetFileNameWithoutExtension(entry.Name)] = Unpack(entry, left, ref left);
        return assemblies;
    }

    private static bool IsIn(ZipArchiveEntry entry, string folder) =>
        entry.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && entry.FullName.Length == folder.Length + entry.Name.Length && entry.FullName.StartsWith(folder, StringComparison.OrdinalIgnoreCase);

    /// <summary>Never trusts the size that the archive claims.</summary>
    private static byte[] Unpack(ZipArchiveEntry entry, long max, ref long left)
    {
        using var stream = entry.Open();
        var bytes = new MemoryStream();
        var buffer = new byte[32 * 1024];
        while (stream.Read(buffer) is var read and > 0)
        {
            left -= read;
            if (left < 0 || bytes.Length + read > max) throw new PluginFault("PACKAGE_TOO_LARGE", $"The package's {entry.FullName} unpacks to more than is allowed.");
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }
}
