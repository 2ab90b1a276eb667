using System.Buffers.Binary;
using System.Text.Json;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Sources.Contracts;

/// <summary>The rules for packages of sources: name, manifest, entry file, icon, keywords and shared libraries.</summary>
public static partial class SourcePackage
{
    /// <summary>How the names of such packages begin.</summary>
    public const string Prefix = "sentry-source-";

    private const int MaxManifestBytes = 256 * 1024;
    private const int WantedIconSize = 128;
    private static readonly string[] SharedLibraries = ["handlebars", "passport"];
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Checks a package.</summary>
    /// <param name="manifest">Its <c>package.json</c>; null when there is none.</param>
    /// <param name="icon">Its <c>icon.png</c>; null when there is none.</param>
    /// <param name="hasFile">Whether it has a file, by its path with slashes between.</param>
    /// <returns>All problems, the fatal ones first; none for a good package.</returns>
    public static IReadOnlyList<PackageProblem> Check(ReadOnlyMemory<byte>? manifest, ReadOnlyMemory<byte>? icon, Func<string, bool> hasFile)
    {
        var problems = new List<PackageProblem>();
        if (manifest is null) problems.Add(new PackageProblem("MANIFEST_MISSING", true, "There is no package.json; add one."));
        else CheckManifest(manifest.Value, hasFile, problems);
        if (icon is null) problems.Add(new PackageProblem("ICON_MISSING", true, $"There is no icon.png; add a square one of {WantedIconSize}x{WantedIconSize}."));
        else CheckIcon(icon.Value.Span, problems);
        return [.. problems.OrderByDescending(p => p.IsFatal)];
    }

    private static void CheckManifest(ReadOnlyMemory<byte> manifest, Func<string, bool> hasFile, List<PackageProblem> problems)
    {
        JsonElement root;
        try
        {
            if (manifest.Length > MaxManifestBytes) throw new JsonException();
            root = JsonElement.Parse(manifest.Span);
            if (root.ValueKind is not JsonValueKind.Object) throw new JsonException();
        }
        catch (JsonException)
        {
            problems.Add(new PackageProblem("MANIFEST_INVALID", true, $"package.json is not a JSON object of at most {MaxManifestBytes} bytes."));
            return;
        }
        var name = Text(root, "name") ?? "";
        if (!PackageName().IsMatch(name)) problems.Add(new PackageProblem("NAME_INVALID", true, $"The name must be {Prefix} and a name in kebab-case, such as {Prefix}stash."));
        var entry = (Text(root, "main") ?? "index.js").TrimStart('.', '/');
        if (!hasFile(entry) && !hasFile(entry + ".js")) problems.Add(new PackageProblem("ENTRY_MISSING", true, $"The entry file {entry} is not in the package."));
        var keywords = root.TryGetProperty("keywords", out var list) && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().Select(k => k.ValueKind is JsonValueKind.String ? k.GetString() : null).ToList() : [];
        foreach (var wanted in new[] { "sentry", "source", name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : null })
            if (wanted is { Length: > 0 } && !keywords.Contains(wanted)) problems.Add(new PackageProblem("KEYWORD_MISSING", false, $"The keywords lack \"{wanted}\"."));
        foreach (var library in SharedLibraries)
            if (root.TryGetProperty("dependencies", out var own) && own.ValueKind is JsonValueKind.Object && own.TryGetProperty(library, out _))
                problems.Add(new PackageProblem("SHARED_LIBRARY", false, $"{library} is shared by all sources; move it to peerDependencies."));
    }

    private static void CheckIcon(ReadOnlySpan<byte> icon, List<PackageProblem> problems)
    {
        // The header chunk comes first: length, "IHDR", width, height. https://www.w3.org/TR/png-3/#11IHDR
        if (icon.Length < 24 || !icon.StartsWith(PngSignature) || !icon[12..16].SequenceEqual("IHDR"u8))
        {
            problems.Add(new PackageProblem("ICON_INVALID", true, "icon.png is not a PNG."));
            return;
        }
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(icon[16..]), BinaryPrimitives.ReadUInt32BigEndian(icon[20..]));
        if (width != height || width == 0) problems.Add(new PackageProblem("ICON_NOT_SQUARE", true, $"icon.png is {width}x{height}; it must be square."));
        else if (width != WantedIconSize) problems.Add(new PackageProblem("ICON_SIZE", false, $"icon.png is {width}x{height}; {WantedIconSize}x{WantedIconSize} is a good size."));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;

    [GeneratedRegex(@"^sentry-source-[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex PackageName();
}
