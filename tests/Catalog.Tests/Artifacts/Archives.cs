using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace GraphQLPlugins.Catalog.Tests.Artifacts;

/// <summary>Real archives, made in memory.</summary>
internal static class Archives
{
    private static readonly DateTimeOffset Packed = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Zip(params (string Name, string Content)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                var entry = zip.CreateEntry(name);
                // The same entries are the same file, whenever they are packed.
                entry.LastWriteTime = Packed;
                using var target = entry.Open();
                target.Write(Encoding.UTF8.GetBytes(content));
            }
        return bytes.ToArray();
    }

    /// <summary>A jar with these lines in its manifest.</summary>
    public static byte[] Jar(params string[] manifest) =>
        Zip(("META-INF/MANIFEST.MF", string.Join("\r\n", ["Manifest-Version: 1.0", .. manifest]) + "\r\n\r\n"), ("com/example/Plugin.class", "class"));

    public static byte[] Gerrit(string name, string version, params string[] more) => Jar([$"Gerrit-PluginName: {name}", $"Implementation-Version: {version}", .. more]);

    public static byte[] Tar(params (string Name, string Content)[] entries) => Tar(writer =>
    {
        foreach (var (name, content) in entries)
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { ModificationTime = Packed, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
    });

    public static byte[] Tar(Action<TarWriter> write)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        using (var tar = new TarWriter(gzip, leaveOpen: true))
            write(tar);
        return bytes.ToArray();
    }

    /// <summary>The same archive with one text in place of another of the same length, wherever it stands in a header.</summary>
    public static byte[] Rename(byte[] archive, string from, string to)
    {
        var changed = archive.ToArray();
        var find = Encoding.ASCII.GetBytes(from);
        for (var at = changed.AsSpan().IndexOf(find); at >= 0; at = changed.AsSpan().IndexOf(find))
            Encoding.ASCII.GetBytes(to).CopyTo(changed, at);
        return changed;
    }

    /// <summary>The same archive with a field of its first central directory header changed.</summary>
    public static byte[] PatchDirectory(byte[] zip, int field, params byte[] value)
    {
        var changed = zip.ToArray();
        value.CopyTo(changed, changed.AsSpan().IndexOf("PK\x01\x02"u8) + field);
        return changed;
    }
}
