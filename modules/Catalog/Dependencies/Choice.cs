using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>One way to decide on a plugin.</summary>
internal sealed class Choice
{
    private Choice()
    {
    }

    /// <summary>Not to have it.</summary>
    public static Choice Absent { get; } = new();

    public bool IsPresent { get; private init; }

    /// <summary>The version; null for one that the catalog does not know.</summary>
    public GraphVersion? Version { get; private init; }

    /// <summary>The version's text; null for a plugin without versions.</summary>
    public string? Text { get; private init; }

    public string? SortKey { get; private init; }

    /// <summary>Whether this is how it is installed.</summary>
    public bool Stays { get; private init; }

    /// <summary>What keeps it out; null when nothing does.</summary>
    public RefusalException? Refusal { get; private init; }

    public IReadOnlyList<GraphDependency> Needs { get; private init; } = [];

    /// <summary>A plugin whose version is unknown will do for everybody.</summary>
    public bool Meets(VersionRange range) => SortKey is null || range.Holds(SortKey);

    public static Choice Of(GraphVersion version, RefusalException? refusal) => new() { IsPresent = true, Version = version, Text = version.Version, SortKey = version.SortKey, Needs = version.Dependencies, Refusal = refusal };

    public static Choice Stay(InstalledPlugin there, GraphVersion? version) => new() { IsPresent = true, Version = version, Text = there.Version, SortKey = there.SortKey, Needs = version?.Dependencies ?? there.Needs, Stays = true };

    /// <summary>A plugin that has no versions.</summary>
    public static Choice Bare(RefusalException? refusal) => new() { IsPresent = true, Refusal = refusal };
}

/// <summary>The ways to decide on a plugin, the best first.</summary>
internal sealed class Choices(Admission admission, Wanted? wanted, InstalledPlugin? there, GraphPlugin? plugin)
{
    public List<Choice> List()
    {
        if (wanted?.Version is { } named)
            return [Choice.Of(named, PluginRefusal() ?? admission.Refuse(named, pinned: wanted.Locked || (there is { Pinned: true } && there.VersionKey == named.Key)))];
        var stay = there is null ? null : Choice.Stay(there, plugin?.Versions.FirstOrDefault(version => version.Key == there.VersionKey));
        if (stay is not null && (there!.Pinned || wanted is { AsInstalled: true } || plugin is null || plugin.IsUnknown))
            return [stay];
        if (plugin is null)
            return [];
        if (plugin.Versions.Count == 0)
            return [stay is not null && wanted is null ? stay : Choice.Bare(PluginRefusal())];
        var offered = Offered(plugin);
        // What was asked for comes in its best version; what is merely needed stays as it is where that will do, and rather gets newer than older.
        if (wanted is not null || stay is null)
            return [.. offered];
        var others = offered.Where(choice => choice.Version!.Key != there!.VersionKey).ToList();
        return [stay, .. others.Where(choice => !IsOlder(choice)), .. others.Where(IsOlder)];
    }

    private IEnumerable<Choice> Offered(GraphPlugin plugin)
    {
        var pluginRefusal = PluginRefusal();
        var choices = plugin.Versions.Where(version => version.State == VersionState.Active).Select(version => Choice.Of(version, pluginRefusal ?? admission.Refuse(version)));
        return there is { SkippedVersions: { Count: > 0 } skipped } ? choices.OrderBy(choice => skipped.Contains(choice.Text!)) : choices;
    }

    private RefusalException? PluginRefusal() => plugin is null || plugin.IsUnknown ? null : admission.Refuse(plugin);

    private bool IsOlder(Choice choice) => there!.SortKey is { } key && string.CompareOrdinal(choice.SortKey, key) < 0;
}
