using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>Another plugin that a version needs.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="MinVersion">The oldest version of it that will do; without, any.</param>
/// <param name="Range">The versions that will do, such as <c>&gt;=1.2 &lt;2</c> or <c>^1.2</c>; then there is no <c>minVersion</c>.</param>
/// <param name="Optional">Whether the version also works without it.</param>
public sealed record PluginDependencyInput(string PluginId, string? MinVersion, string? Range, bool Optional = false)
{
    internal string CheckedId(string dependent)
    {
        var id = Text.Required(PluginId, "dependencies", UniformRecord.MaxIdLength);
        return id != dependent ? id : throw new InputInvalidException("dependencies", "A plugin does not depend on itself.");
    }

    internal string? CheckedRange()
    {
        if (Text.Optional(Range, "dependencies", VersionRange.MaxLength) is not { } range)
            return null;
        if (MinVersion is not null)
            throw new InputInvalidException("dependencies", "Either range or minVersion is given.");
        return VersionRange.TryParse(range) is not null ? range : throw new InputInvalidException("dependencies", $"'{range}' is no version range.");
    }
}
