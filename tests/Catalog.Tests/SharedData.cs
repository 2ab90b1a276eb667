namespace GraphQLPlugins.Catalog.Tests;

/// <summary>A theory about the data beside the repository; skipped where that is absent.</summary>
internal sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute() => Skip = SharedData.Folder is null ? "Needs the data set beside the repository (../shared/data)." : null;
}

internal static class SharedData
{
    public static string? Folder => Testing.Repository.SharedData;

    public static string Path(string name) => System.IO.Path.Combine(Folder!, name);
}
