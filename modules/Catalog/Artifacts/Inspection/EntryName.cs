namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>Names inside archives: whoever unpacks one must not be led out of the folder that it is unpacked to.</summary>
internal static class EntryName
{
    private const int MaxLength = 1024;

    public static string Check(string name)
    {
        if (name.Length is 0 or > MaxLength)
            throw new ManifestInvalidException($"an entry's name has {name.Length} characters; 1 to {MaxLength} are allowed.");
        if (name.Any(char.IsControl))
            throw new ManifestInvalidException("an entry's name holds a control character.");
        if (name[0] == '/' || name.Contains('\\') || (name.Length > 1 && name[1] == ':'))
            throw new ManifestInvalidException($"the entry '{Shown(name)}' has an absolute path or a backslash.");
        if (name.Split('/').Contains(".."))
            throw new ManifestInvalidException($"the entry '{Shown(name)}' leads out of the archive.");
        return name;
    }

    public static string Shown(string name) => name.Length <= 100 ? name : name[..100] + "…";
}
