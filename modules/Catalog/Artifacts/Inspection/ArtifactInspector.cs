using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Versions;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>What a file turned out to be.</summary>
/// <param name="Manifest">What it says of itself.</param>
/// <param name="Name">What it is called: by its manifest, by the name that was given, or by its file (G19, G20).</param>
/// <param name="FileName">The file's name.</param>
/// <param name="Warnings">What a person should know.</param>
internal sealed record Inspection(PluginManifest Manifest, string Name, string FileName, IReadOnlyList<string> Warnings);

/// <summary>Finds out what a file is. Nothing is unpacked to disk. Safe to share.</summary>
internal sealed class ArtifactInspector(CatalogOptions options, IEnumerable<IPackageRules> rules)
{
    public const int MaxFileName = 255;

    private static readonly IManifestReader[] Readers = [new JarReader(), new NuGetReader(), new NpmReader(), new BundleReader(), new ScriptReader(ArtifactKind.JavaScript, ".js"), new ScriptReader(ArtifactKind.Html, ".html")];

    /// <param name="content">The file; seekable.</param>
    /// <param name="fileName">Its name where it came from.</param>
    /// <param name="givenName">The name that the caller wants; the manifest's beats it.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="ManifestInvalidException">It is no plugin.</exception>
    /// <exception cref="ArtifactAmbiguousException">It could be several kinds of plugin.</exception>
    /// <exception cref="PackageRulesBrokenException">It breaks rules for its kind.</exception>
    public Inspection Inspect(Stream content, string fileName, string? givenName, CancellationToken ct)
    {
        var file = ArtifactFile.Open(content, Checked(fileName), options.Artifacts, ct);
        var reader = Readers.Where(reader => reader.Claims(file)).ToList() switch
        {
            [] => throw new ManifestInvalidException($"'{file.Name}' is of no kind that is supported: .jar, .hpi, .jpi, .nupkg, .tgz, .tar.gz, .zip with a plugin.json, .js, .html."),
            [var only] => only,
            var several => throw new ArtifactAmbiguousException([.. several.Select(reader => reader.Kind.InGraph())]),
        };
        var warnings = new List<string>();
        var manifest = reader.Read(file, warnings, ct);
        if (manifest.Version?.Length > VersionOrder.MaxLength)
            throw new ManifestInvalidException($"its version has {manifest.Version.Length} characters; at most {VersionOrder.MaxLength} are allowed.");
        var name = PluginName.Check(manifest.Name ?? (givenName is null ? PluginName.OfFile(file.Name) : PluginName.Given(givenName)));
        if (givenName is not null && manifest.Name is not null && PluginName.Given(givenName) != name)
            warnings.Add($"The file's manifest calls it '{name}', not '{givenName}'; the manifest's name was taken.");
        if (manifest.Kind is ArtifactKind.Npm)
            Check(NpmReader.Contents(file, name), warnings);
        return new Inspection(manifest, name, file.Name, warnings);
    }

    private void Check(PackageContents package, List<string> warnings)
    {
        var problems = rules.SelectMany(rule => rule.Check(package)).ToLookup(problem => problem.IsFatal);
        if (problems[true].Any())
            throw new PackageRulesBrokenException(package.Name, [.. problems[true]]);
        warnings.AddRange(problems[false].Select(problem => problem.Message));
    }

    private static string Checked(string fileName)
    {
        var name = Path.GetFileName(fileName.Replace('\\', '/'));
        if (name.Length is 0 or > MaxFileName || name.Any(char.IsControl))
            throw new ManifestInvalidException($"its file name is empty, longer than {MaxFileName} characters, or holds a control character.");
        return name;
    }
}
