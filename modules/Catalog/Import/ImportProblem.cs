namespace GraphQLPlugins.Catalog.Import;

/// <summary>One record that was left out.</summary>
/// <param name="Line">The line of the decompressed file on which the record starts; the first is 1.</param>
/// <param name="PluginId">The record's plugin id, where it could be read.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record ImportProblem(int Line, string? PluginId, string Reason);
