using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.ModuleTesting;

/// <summary>The sample plugin as a package.</summary>
/// <param name="Id">The id that its manifests name.</param>
/// <param name="Version">The version that they name.</param>
public sealed record SamplePackage(string Id, string Version)
{
    private const string Assembly = "GraphQLPlugins.SamplePlugin";

    /// <summary>The class that runs, without its namespace; null for a package that does not run here.</summary>
    public string? Class { get; init; } = "Greeter";

    /// <summary>The reload mode that the manifest names.</summary>
    public string? ReloadMode { get; init; }

    /// <summary>Higher starts earlier.</summary>
    public int LoadPriority { get; init; }

    /// <summary>The version of the SDK that the manifest names.</summary>
    public string? Sdk { get; init; } = "1.0";

    /// <summary>The remote server that answers instead of a class.</summary>
    public object? Remote { get; init; }

    /// <summary>The options, in one of the forms that are understood.</summary>
    public object? Options { get; init; }

    /// <summary>Whether it is on for projects that do not say.</summary>
    public bool ProjectDefaultEnabled { get; init; }

    /// <summary>Further files by path.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>The file.</summary>
    public byte[] Pack()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Add(zip, $"{Id}.nuspec", Encoding.UTF8.GetBytes($"""
                <?xml version="1.0" encoding="utf-8"?>
                <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
                  <metadata><id>{Id}</id><version>{Version}</version><authors>tests</authors><description>A plugin that greets.</description></metadata>
                </package>
                """));
            Add(zip, "plugin.json", JsonSerializer.SerializeToUtf8Bytes(new
            {
                id = Id, version = Version, sdk = Sdk, reloadMode = ReloadMode, loadPriority = LoadPriority, remote = Remote, options = Options, projectDefaultEnabled = ProjectDefaultEnabled,
                entry = Class is null || Remote is not null ? null : new { assembly = Assembly, @class = $"{Assembly}.{Class}" },
            }));
            using var assembly = typeof(SamplePackage).Assembly.GetManifestResourceStream("SamplePlugin.dll")!;
            using (var target = zip.CreateEntry($"lib/net10.0/{Assembly}.dll").Open()) assembly.CopyTo(target);
            foreach (var (path, content) in Files) Add(zip, path, content);
        }
        return bytes.ToArray();
    }

    /// <summary>The SHA-256 of a file, as the catalog writes it.</summary>
    public static string DigestOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static void Add(ZipArchive zip, string path, byte[] content)
    {
        using var stream = zip.CreateEntry(path).Open();
        stream.Write(content);
    }
}
