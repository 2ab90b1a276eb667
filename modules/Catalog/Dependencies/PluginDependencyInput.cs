using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>Another plugin that a version needs.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="MinVersion">The oldest version of it that will do; without, any.</param>
/// <param name="Optional">Whether the version also works without it.</param>
public sealed record PluginDependencyInput(string PluginId, string? MinVersion, bool Optional = false)
{
    internal string CheckedId(string dependent)
    {
        var id = Text.Required(PluginId, "dependencies", UniformRecord.MaxIdLength);
        return id != dependent ? id : throw new InputInvalidException("dependencies", "A plugin does not depend on itself.");
    }
}
