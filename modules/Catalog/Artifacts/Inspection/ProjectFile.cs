namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>
/// Project files of .NET, as far as they say what the package will be called: properties that stand there as they are. Whatever is imported,
/// conditional or computed is not known without building it.
/// </summary>
internal static class ProjectFile
{
    /// <summary>Name and version may be missing.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">Its name without the ending, which a package has that names no other.</param>
    public static PluginManifest Parse(byte[] content, string name)
    {
        var properties = (ManifestXml.Parse(content, "project file").Root?.Elements() ?? []).Where(e => e.Name.LocalName == "PropertyGroup" && e.Attribute("Condition") is null)
            .SelectMany(group => group.Elements()).Where(e => e.Attribute("Condition") is null).GroupBy(e => e.Name.LocalName, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(e => e.Key, e => e.Last().Value.Trim(), StringComparer.OrdinalIgnoreCase);
        var (id, version) = (Value("PackageId"), Value("PackageVersion") ?? Value("Version"));
        if (version is null && Value("VersionPrefix") is { } prefix) version = Value("VersionSuffix") is { } suffix ? $"{prefix}-{suffix}" : prefix;
        return new PluginManifest(ArtifactKind.NuGet) { Name = id ?? (Says("PackageId") ? null : Value("AssemblyName") ?? (Says("AssemblyName") ? null : name)), Version = version };

        bool Says(string property) => properties.GetValueOrDefault(property) is { Length: > 0 };

        string? Value(string property) => properties.GetValueOrDefault(property) is { Length: > 0 } value && !value.Contains("$(", StringComparison.Ordinal) ? value : null;
    }
}
