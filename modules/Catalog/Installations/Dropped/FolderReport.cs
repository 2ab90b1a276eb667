namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>What looking through the drop folder changed.</summary>
/// <param name="Installed">Names of plugins that were not there before.</param>
/// <param name="Replaced">Names of plugins whose file changed.</param>
/// <param name="Removed">Names of plugins whose file is gone.</param>
/// <param name="Unchanged">How many files are as they were.</param>
/// <param name="Failed">Files that could not be installed. They are not tried again until they change.</param>
/// <param name="Warnings">What a person should know.</param>
public sealed record FolderReport(
    IReadOnlyList<string> Installed, IReadOnlyList<string> Replaced, IReadOnlyList<string> Removed, int Unchanged, IReadOnlyList<FolderFault> Failed, IReadOnlyList<string> Warnings);

/// <summary>A file of the drop folder that could not be installed.</summary>
/// <param name="FileName">The file's name.</param>
/// <param name="Code">Why, as a word for programs.</param>
/// <param name="Message">Why, in a sentence.</param>
public sealed record FolderFault(string FileName, string Code, string Message);
