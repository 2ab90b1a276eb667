namespace GraphQLPlugins.Catalog.Tests;

/// <summary>A test over the data beside the repository; skipped where that is absent.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute() => Skip = SharedData.Folder is null ? "Needs the data set beside the repository (../shared/data)." : null;
}
