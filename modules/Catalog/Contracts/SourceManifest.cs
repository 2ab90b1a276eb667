using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Refusals;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>The kinds of manifests that a source tree may hold.</summary>
public enum SourceManifestKind
{
    /// <summary>A <c>plugin.json</c>.</summary>
    Plugin,

    /// <summary>A <c>package.json</c> of npm.</summary>
    Npm,

    /// <summary>A project file of .NET.</summary>
    Project,

    /// <summary>A <c>META-INF/MANIFEST.MF</c> of a Java archive.</summary>
    Jar,
}

/// <summary>What a manifest in a source tree says of the plugin that is made from it.</summary>
/// <param name="Kind">What kind of manifest it is.</param>
/// <param name="PluginId">What the plugin is called; null when it does not say.</param>
/// <param name="Version">Its version; null when it does not say, as where the build sets it.</param>
public sealed record SourceManifest(SourceManifestKind Kind, string? PluginId, string? Version)
{
    /// <summary>Bytes of the largest manifest that is read.</summary>
    public const int MaxBytes = ArtifactFile.MaxManifestBytes;

    private readonly PluginManifest? _manifest;

    private SourceManifest(SourceManifestKind kind, PluginManifest manifest) : this(kind, manifest.Name, manifest.Version) => _manifest = manifest;

    internal string? MinHostVersion => _manifest?.MinHostVersion;

    internal ReloadMode ReloadMode => _manifest?.ReloadMode ?? ReloadMode.Reload;

    internal int LoadPriority => _manifest?.LoadPriority ?? 0;

    internal IReadOnlyList<ManifestDependency> Dependencies => _manifest?.Dependencies ?? [];

    /// <summary>Of what kind a file is, by its path; null for files that are no manifest, and those of packages that were checked in.</summary>
    public static SourceManifestKind? KindOf(string path)
    {
        if (path.StartsWith("node_modules/", StringComparison.Ordinal) || path.Contains("/node_modules/", StringComparison.Ordinal)) return null;
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name switch
        {
            "plugin.json" => SourceManifestKind.Plugin,
            "package.json" => SourceManifestKind.Npm,
            "MANIFEST.MF" when path == "META-INF/MANIFEST.MF" || path.EndsWith("/META-INF/MANIFEST.MF", StringComparison.Ordinal) => SourceManifestKind.Jar,
            _ when name.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) => SourceManifestKind.Project,
            _ => null,
        };
    }

    /// <summary>Reads a manifest with the readers that also read it in a plugin's file.</summary>
    /// <returns>What it says, or in a sentence why it cannot be used.</returns>
    public static (SourceManifest? Manifest, string? Problem) Read(string path, byte[] content)
    {
        var kind = KindOf(path) ?? throw new ArgumentException("It is no manifest.", nameof(path));
        if (content.Length > MaxBytes) return (null, $"It has more than {MaxBytes} bytes.");
        try
        {
            var manifest = kind switch
            {
                SourceManifestKind.Plugin => BundleReader.Parse(content, []),
                SourceManifestKind.Npm => NpmReader.Parse(content),
                SourceManifestKind.Jar => JarReader.Parse(content, []),
                _ => ProjectFile.Parse(content, Path.GetFileNameWithoutExtension(path)),
            };
            if (manifest.Name is { } name) PluginName.Check(name);
            return manifest.Version?.Length > VersionOrder.MaxLength ? (null, $"Its version has more than {VersionOrder.MaxLength} characters.") : (new SourceManifest(kind, manifest), null);
        }
        catch (ManifestInvalidException e)
        {
            return (null, $"It cannot be used: {e.Reason}");
        }
        catch (RefusalException e)
        {
            return (null, e.Message);
        }
    }
}
