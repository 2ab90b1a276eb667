using System.Globalization;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>Java archives: server plugins of Gerrit and plugins of Jenkins (G19, G39, G48, G50).</summary>
internal sealed class JarReader : IManifestReader
{
    private const int MaxDependencies = 1000;

    public ArtifactKind Kind => ArtifactKind.Jar;

    public bool Claims(ArtifactFile file) => file.Ending is ".jar" or ".hpi" or ".jpi" || (file.Zip is not null && file.Ending is not ".nupkg" && file.Holds(IsManifest));

    public PluginManifest Read(ArtifactFile file, ICollection<string> warnings, CancellationToken ct) => Parse(file.Manifest(IsManifest, "META-INF/MANIFEST.MF"), warnings);

    /// <summary>Name and version may be missing.</summary>
    internal static PluginManifest Parse(byte[] content, ICollection<string> warnings)
    {
        var attributes = JarManifest.Read(content);
        string? gerrit = Value(attributes, "Gerrit-PluginName"), jenkins = Value(attributes, "Short-Name");
        if (gerrit is not null && jenkins is not null && gerrit != jenkins)
            throw new ManifestInvalidException($"its manifest gives it two names: '{gerrit}' and '{jenkins}'.");
        var apiType = ApiTypeOf(Value(attributes, "Gerrit-ApiType"));
        if (Value(attributes, "Gerrit-SshModule") is not null && apiType != ApiType.Plugin)
            throw new ManifestInvalidException("its manifest names a Gerrit-SshModule, which needs the Gerrit-ApiType plugin.");
        return new PluginManifest(ArtifactKind.Jar)
        {
            Name = gerrit ?? jenkins,
            Version = Value(attributes, jenkins is null ? "Implementation-Version" : "Plugin-Version") ?? Value(attributes, "Implementation-Version"),
            ApiType = apiType,
            IsApiModule = Value(attributes, "Gerrit-ApiModule") is not null,
            ReloadMode = ReloadModeOf(Value(attributes, "Gerrit-ReloadMode"), warnings),
            LoadPriority = LoadPriorityOf(Value(attributes, "Gerrit-LoadPriority"), warnings),
            Ecosystem = jenkins is not null ? "jenkins" : gerrit is not null ? "gerrit" : null,
            MinHostVersion = jenkins is null ? null : Value(attributes, "Jenkins-Version") ?? Value(attributes, "Hudson-Version"),
            Dependencies = DependenciesOf(Value(attributes, "Plugin-Dependencies")),
        };
    }

    // Java finds it in any case.
    private static bool IsManifest(string name) => name.Equals("META-INF/MANIFEST.MF", StringComparison.OrdinalIgnoreCase);

    private static string? Value(Dictionary<string, string> attributes, string name) => attributes.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static ApiType ApiTypeOf(string? value) => value?.ToLowerInvariant() switch
    {
        null or "extension" => ApiType.Extension,
        "plugin" => ApiType.Plugin,
        "js" => ApiType.Js,
        _ => throw new ManifestInvalidException($"its Gerrit-ApiType is '{EntryName.Shown(value)}'; it must be extension, plugin or js."),
    };

    /// <summary>Whatever is not known asks for a restart, the careful way (G39).</summary>
    internal static ReloadMode ReloadModeOf(string? value, ICollection<string> warnings)
    {
        switch (value?.ToLowerInvariant())
        {
            case null or "reload":
                return ReloadMode.Reload;
            case not "restart":
                warnings.Add($"The reload mode '{EntryName.Shown(value)}' is not known; the plugin is restarted.");
                break;
        }
        return ReloadMode.Restart;
    }

    private static int LoadPriorityOf(string? value, ICollection<string> warnings)
    {
        if (value is null || int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority))
            return value is null ? 0 : int.Parse(value, CultureInfo.InvariantCulture);
        warnings.Add($"The load priority '{EntryName.Shown(value)}' is no number; 0 was taken.");
        return priority;
    }

    /// <summary><c>git:4.0,credentials:2.1;resolution:=optional</c>.</summary>
    private static IReadOnlyList<ManifestDependency> DependenciesOf(string? value)
    {
        if (value is null)
            return [];
        var parts = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length > MaxDependencies)
            throw new ManifestInvalidException($"it has {parts.Length} dependencies; at most {MaxDependencies} are allowed.");
        return [.. parts.Select(DependencyOf)];
    }

    private static ManifestDependency DependencyOf(string part)
    {
        var options = part.Split(';');
        var colon = options[0].IndexOf(':');
        if (colon == 0 || options[0].Length > 400)
            throw new ManifestInvalidException($"its dependency '{EntryName.Shown(part)}' cannot be read.");
        return new ManifestDependency(colon < 0 ? options[0] : options[0][..colon], colon < 0 ? null : options[0][(colon + 1)..], options.Skip(1).Any(option => option.Trim() == "resolution:=optional"));
    }
}
