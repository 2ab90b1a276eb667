using System.Text.Json;
using GraphQLPlugins.Integrations.Apps;

namespace GraphQLPlugins.Integrations.Manifest;

/// <summary>One thing that a manifest brings, takes away or changes.</summary>
/// <param name="Part">Which part of the app: a member of the manifest, such as <c>scopes</c>.</param>
/// <param name="Change">What happens to it.</param>
/// <param name="Name">Which entry, such as a scope; for a single value the member's name.</param>
/// <param name="Before">How it is; null for something new.</param>
/// <param name="After">How it will be; null for something that goes.</param>
public sealed record ManifestChange(string Part, ManifestChangeKind Change, string Name, JsonElement? Before, JsonElement? After);

/// <summary>What a manifest does to one thing.</summary>
public enum ManifestChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It goes.</summary>
    Removed,

    /// <summary>It is another.</summary>
    Changed,
}

/// <summary>A part of a manifest that is not the app itself, such as its webhooks. A room that has one registers it as a scoped service.</summary>
internal interface IManifestSection
{
    /// <summary>The manifest's member.</summary>
    string Member { get; }

    /// <summary>What applying would change; throws a refusal when it cannot be applied.</summary>
    /// <param name="app">The app with the rest of the manifest applied already.</param>
    /// <param name="value">The member; null when the manifest has none.</param>
    Task<IReadOnlyList<ManifestChange>> ApplyAsync(App app, JsonElement? value, CancellationToken ct);
}
