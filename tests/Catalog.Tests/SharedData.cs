namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Large real files that live in a folder <c>shared/data</c> beside the repository; tests that need them are skipped where it is absent.</summary>
internal static class SharedData
{
    public static string? Folder { get; } = Find();

    public static string Path(string name) => System.IO.Path.Combine(Folder!, name);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "shared", "data");
            if (File.Exists(System.IO.Path.Combine(candidate, "jenkins.ndjson.gz")))
                return candidate;
        }
        return null;
    }
}

internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.Folder is null ? "shared/data is not beside the repository" : null;
}

internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.Folder is null ? "shared/data is not beside the repository" : null;
}
