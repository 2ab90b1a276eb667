using System.Text.Json;

namespace GraphQLPlugins.Sources.Contracts;

/// <summary>A repository as its source shows it.</summary>
/// <param name="Provider">The source's name.</param>
/// <param name="RepoId">Its id, unique within the source.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="Url">Its page; null when it has none.</param>
/// <param name="CloneUrl">Where git finds it, without credentials.</param>
/// <param name="DefaultBranch">Null when the source does not say.</param>
/// <param name="Private">Whether few may see it.</param>
/// <param name="Extra">What else the source says, for services.</param>
public sealed record RemoteRepository(
    string Provider, [property: GraphQLName("id")] string RepoId, string Name, string? Url, [property: GraphQLIgnore] string CloneUrl, string? DefaultBranch, bool Private, JsonElement? Extra);
