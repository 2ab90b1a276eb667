using GraphQLPlugins.Catalog.Contracts;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>What a plugin is called when its manifest does not say, and what may be a name at all.</summary>
internal static class PluginName
{
    private static readonly string[] Endings = [".jar", ".hpi", ".jpi", ".nupkg", ".tgz", ".tar.gz", ".zip", ".js", ".html"];

    /// <summary>A file's name without <c>.disabled</c> and without its ending (G20).</summary>
    public static string OfFile(string fileName)
    {
        var name = fileName.EndsWith(".disabled", StringComparison.Ordinal) ? fileName[..^".disabled".Length] : fileName;
        return name.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) ? name[..^".tar.gz".Length] : Path.GetFileNameWithoutExtension(name);
    }

    /// <summary>A name that somebody gave, who may have given the file's name.</summary>
    public static string Given(string name)
    {
        name = name.EndsWith(".disabled", StringComparison.Ordinal) ? name[..^".disabled".Length] : name;
        return Endings.FirstOrDefault(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } found ? name[..^found.Length] : name;
    }

    public static string Check(string name)
    {
        var checkedName = Text.Required(name, nameof(name), 255);
        return checkedName.Any(char.IsControl) || checkedName.Contains('\\') || checkedName.Split('/').Any(part => part is "" or "." or "..")
            ? throw new ManifestInvalidException("its name holds a control character or a backslash, or is a path that leads elsewhere.")
            : checkedName;
    }
}
