namespace GraphQLPlugins.Integrations.Providers;

/// <summary>A provider's section of the settings is complete, or not begun.</summary>
internal static class ProviderSettings
{
    public static IEnumerable<string> Problems(string section, IReadOnlyList<string> names, IReadOnlyList<string?> values)
    {
        if (values.All(value => value is null)) return [];
        return names.Zip(values).Where(pair => pair.Second is null).Select(pair => $"{section}:{pair.First} is missing; the section needs {string.Join(", ", names)}.");
    }

    public static IReadOnlyList<string> Paths(string section, IEnumerable<string> names) => [.. names.Select(name => $"{section}:{name}")];
}
