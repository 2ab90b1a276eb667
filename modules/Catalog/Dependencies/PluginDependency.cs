using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>Another plugin that a version needs, by id: it may be in any repository, or in none.</summary>
public sealed class PluginDependency
{
    private PluginDependency()
    {
    }

    /// <summary>The plugin that is needed.</summary>
    public string PluginId { get; private set; } = null!;

    /// <summary>The oldest version of it that will do; null when any will.</summary>
    public string? MinVersion { get; private set; }

    /// <summary>The versions that will do, as the publisher wrote them; null where only the oldest one is named.</summary>
    internal string? RangeText { get; private set; }

    /// <summary>Whether the version also works without it.</summary>
    public bool Optional { get; private set; }

    /// <summary>The version that needs it.</summary>
    public PluginVersion DependentVersion { get; private set; } = null!;

    internal Guid VersionKey { get; private set; }

    internal short Ordinal { get; private set; }

    /// <summary>Where the version that needs it was found; the plugin is looked for there first.</summary>
    internal Guid RepositoryKey { get; private set; }

    /// <summary>The versions that will do: the range, or where there is none the oldest version and all newer ones.</summary>
    internal VersionRange Range => RangeOf(RangeText, MinVersion);

    /// <summary>A range that cannot be read counts as any version: a publisher's slip must not make a plugin unusable.</summary>
    internal static VersionRange RangeOf(string? range, string? minVersion) => (range is null ? null : VersionRange.TryParse(range))
        ?? (minVersion is null ? VersionRange.Any : VersionRange.AtLeast(minVersion));

    internal static IEnumerable<PluginDependency> Import(Guid repositoryKey, Guid versionKey, VersionRecord record) => record.Dependencies.Select((dependency, i) => new PluginDependency
    {
        RepositoryKey = repositoryKey,
        VersionKey = versionKey,
        Ordinal = (short)i,
        PluginId = dependency.PluginId,
        MinVersion = dependency.MinVersion,
        RangeText = dependency.Range,
        Optional = dependency.Optional,
    });

    internal static IEnumerable<PluginDependency> Publish(Plugin plugin, Guid versionKey, IReadOnlyList<PluginDependencyInput> dependencies) => dependencies.Select((dependency, i) => new PluginDependency
    {
        RepositoryKey = plugin.RepositoryKey,
        VersionKey = versionKey,
        Ordinal = (short)i,
        PluginId = dependency.CheckedId(plugin.PluginId),
        MinVersion = Text.Optional(dependency.MinVersion, "dependencies", VersionOrder.MaxLength),
        RangeText = dependency.CheckedRange(),
        Optional = dependency.Optional,
    });
}
