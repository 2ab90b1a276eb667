namespace GraphQLPlugins.Options.Projects;

/// <summary>Plugins that lists mark as hidden in projects which do not have them on (P12).</summary>
public sealed class HiddenPlugins(OptionsSettings settings)
{
    private readonly HashSet<string> _ids = new(settings.HiddenPlugins.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries), StringComparer.OrdinalIgnoreCase);

    /// <summary>The ids in lower case.</summary>
    public string[] Ids => [.. _ids.Select(id => id.ToLowerInvariant())];

    public bool Contains(string pluginId) => _ids.Contains(pluginId);
}
