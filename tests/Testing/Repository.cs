using System.Runtime.CompilerServices;

namespace GraphQLPlugins.Testing;

/// <summary>Places in the source tree, found from where the tests run.</summary>
public static class Repository
{
    /// <summary>The directory that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The catalogue data beside the repository; null where there is none.</summary>
    public static string? SharedData { get; } = Existing(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>A source file's path on this machine; builds in CI record it relative to the repository.</summary>
    internal static string Locate(string callerFilePath) =>
        callerFilePath.StartsWith("/_/", StringComparison.Ordinal) ? Path.Combine(Root, callerFilePath[3..]) : callerFilePath;

    private static string? Existing(string path) => Directory.Exists(path) ? Path.GetFullPath(path) : null;

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "GraphQLPlugins.sln"))) return directory.FullName;
        throw new InvalidOperationException($"No GraphQLPlugins.sln above {AppContext.BaseDirectory}.");
    }
}

/// <summary>A fact about the data beside the repository; skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Repository.SharedData is null) Skip = "Needs the data set beside the repository (../shared/data).";
    }
}
