using System.Text;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>A file as the manifest readers see it: its name, and what it holds when it is an archive.</summary>
internal sealed class ArtifactFile
{
    public const int MaxManifestBytes = 1024 * 1024;

    private readonly Stream _content;

    private ArtifactFile(Stream content, string name, ZipDirectory? zip, TarBall? tar)
    {
        _content = content;
        Zip = zip;
        Tar = tar;
        Name = name.EndsWith(".disabled", StringComparison.Ordinal) ? name[..^".disabled".Length] : name;
        Ending = Name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) ? ".tar.gz" : Path.GetExtension(Name).ToLowerInvariant();
    }

    /// <summary>Without folders and without <c>.disabled</c>.</summary>
    public string Name { get; }

    /// <summary>In lower case, such as <c>.jar</c>; empty without one.</summary>
    public string Ending { get; }

    /// <summary>Null when the file is no zip archive.</summary>
    public ZipDirectory? Zip { get; }

    /// <summary>Null when the file is not gzipped.</summary>
    public TarBall? Tar { get; }

    /// <summary>Reads the archive, if it is one, to its end: whatever is damaged or hostile in it shows itself here.</summary>
    public static ArtifactFile Open(Stream content, string name, ArtifactOptions limits, CancellationToken ct)
    {
        Span<byte> start = stackalloc byte[4];
        var read = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        content.Position = 0;
        if (read == 0)
            throw new ManifestInvalidException("it is empty.");
        ZipDirectory? zip = null;
        TarBall? tar = null;
        if (start is [(byte)'P', (byte)'K', 3 or 5, 4 or 6])
        {
            zip = ZipDirectory.Read(content, limits);
            zip.Verify(ct);
        }
        else if (start is [0x1F, 0x8B, ..])
        {
            tar = TarBall.Read(content, limits, IsManifest, MaxManifestBytes, ct);
        }
        return new ArtifactFile(content, name, zip, tar);
    }

    /// <summary>The one manifest among an archive's entries.</summary>
    /// <exception cref="ManifestInvalidException">There is none, or there are several.</exception>
    public byte[] Manifest(Func<string, bool> isManifest, string what)
    {
        if (Zip is null && Tar is null)
            throw new ManifestInvalidException($"its name ends in {Ending}, but it is no archive of that kind.");
        var names = (Zip?.Items.Select(item => item.Name) ?? Tar!.Names).Where(isManifest).Take(2).ToList();
        return names switch
        {
            [] => throw new ManifestInvalidException($"it has no {what}."),
            [var name] => Zip is null ? Tar!.Content(name)! : Zip.Content(Zip.Items.First(item => item.Name == name), MaxManifestBytes),
            _ => throw new ManifestInvalidException($"it has two manifests: '{EntryName.Shown(names[0])}' and '{EntryName.Shown(names[1])}'."),
        };
    }

    public bool Holds(Func<string, bool> isManifest) => Zip?.Items.Any(item => isManifest(item.Name)) ?? Tar?.Names.Any(isManifest) ?? false;

    /// <summary>The whole file as text, without keeping it.</summary>
    public void CheckText(CancellationToken ct)
    {
        _content.Position = 0;
        using var reader = new StreamReader(_content, new UTF8Encoding(false, throwOnInvalidBytes: true), false, 64 * 1024, leaveOpen: true);
        var block = new char[64 * 1024];
        try
        {
            while (reader.Read(block) is var read and > 0)
            {
                ct.ThrowIfCancellationRequested();
                if (block.AsSpan(0, read).Contains('\0'))
                    throw new ManifestInvalidException("it is no text.");
            }
        }
        catch (DecoderFallbackException)
        {
            throw new ManifestInvalidException("it is no UTF-8 text.");
        }
    }

    private static bool IsManifest(string name) => NpmReader.IsManifest(name) || NpmReader.IsIcon(name) || BundleReader.IsManifest(name);
}
