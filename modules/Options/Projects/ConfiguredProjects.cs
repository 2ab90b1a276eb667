using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Enablement;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Projects;

/// <summary>A project in which a plugin is configured.</summary>
/// <param name="Project">The project.</param>
/// <param name="Enablement">Whether the plugin works there, and why.</param>
public sealed record ConfiguredProject([property: Authorize("projects:read")] Project Project, PluginEnablement Enablement)
{
    /// <summary>Whether the plugin works there.</summary>
    public bool Enabled => Enablement.IsEnabled;
}

/// <summary>A plugin and the projects in which it is configured.</summary>
public sealed class ConfiguredPlugin
{
    private readonly Lazy<IReadOnlyList<ConfiguredProject>> _projects;

    internal ConfiguredPlugin(string pluginId, Func<IReadOnlyList<ConfiguredProject>> projects) => (PluginId, _projects) = (pluginId, new(projects));

    /// <summary>The plugin.</summary>
    public string PluginId { get; }

    /// <summary>The projects that have what it needs, by name; the others are left out, also where it is enabled (P23).</summary>
    [UsePaging(ConnectionName = "ConfiguredProjects", IncludeTotalCount = true, MaxPageSize = 100)]
    public IEnumerable<ConfiguredProject> GetProjects() => _projects.Value;
}

/// <summary>Finds where plugins are configured: a statement for the projects, one for all values that matter, and those for the plugins, however many there are of each.</summary>
public sealed class ConfiguredProjects(PluginDeclarations plugins, InstalledListings installed, Actor actor, IDbContextFactory<KernelDb> kernel, IDbContextFactory<OptionsDb> databases)
{
    /// <summary>The most plugins of one question.</summary>
    public const int MaxPlugins = 100;

    /// <param name="pluginIds">The plugins; null is all that are installed and have options that they need.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="PluginNotFoundException">One of them is unknown, or disabled in the catalog; then there is no answer about the others either.</exception>
    public async Task<IReadOnlyList<ConfiguredPlugin>> FindAsync(IReadOnlyList<string>? pluginIds, CancellationToken ct)
    {
        if (pluginIds?.Count > MaxPlugins) throw new InputInvalidException("pluginIds", $"The list has {pluginIds.Count} entries; at most {MaxPlugins} are allowed.");
        var asked = pluginIds?.Distinct(StringComparer.Ordinal).ToArray()
            ?? await installed.All().OrderBy(listing => listing.Title).ThenBy(listing => listing.PluginId).Select(listing => listing.PluginId).Take(MaxPlugins + 1).ToArrayAsync(ct);
        if (asked.Length > MaxPlugins) throw new InputInvalidException("pluginIds", $"More than {MaxPlugins} plugins are installed; name those that are wanted, at most {MaxPlugins}.");
        var declared = await plugins.FindAllAsync(asked, ct);
        PluginDeclaration[] wanted = [.. asked.Select(id => declared.GetValueOrDefault(id) is { IsEnabled: true } plugin ? plugin : throw new PluginNotFoundException(id))];
        var (projects, values) = (await ProjectsAsync(ct), await ValuesAsync(wanted, ct));
        return [.. wanted.Select(plugin => new ConfiguredPlugin(plugin.PluginId, () => Configured(plugin, projects, values[plugin.ConfKey])))];
    }

    private async Task<List<Project>> ProjectsAsync(CancellationToken ct)
    {
        await using var db = await kernel.CreateDbContextAsync(ct);
        return await db.Projects.AsNoTracking().Where(project => project.OrganizationId == actor.OrganizationId).OrderBy(project => project.Name).ThenBy(project => project.Id).ToListAsync(ct);
    }

    private async Task<ILookup<string, OptionValue>> ValuesAsync(PluginDeclaration[] wanted, CancellationToken ct)
    {
        var confKeys = wanted.Select(plugin => plugin.ConfKey).ToArray();
        var keys = wanted.SelectMany(Decisive).Select(definition => definition.Key).Distinct(StringComparer.Ordinal).ToArray();
        await using var db = await databases.CreateDbContextAsync(ct);
        var values = await db.Values.AsNoTracking()
            .Where(value => value.OrganizationId == actor.OrganizationId && confKeys.Contains(value.ConfKey) && keys.Contains(value.Key) && !value.ScopeKey.StartsWith("user:"))
            .ToListAsync(ct);
        return values.ToLookup(value => value.ConfKey, StringComparer.Ordinal);
    }

    /// <summary>The options that decide whether a plugin is configured and enabled; where options have conditions any may.</summary>
    private static IEnumerable<OptionDefinition> Decisive(PluginDeclaration plugin) => plugin.Options().Definitions is var all && plugin.RequiredField is null && all.Any(definition => definition.VisibleWhen.Count > 0)
        ? all
        : all.Where(definition => definition.Key == PluginOptions.EnabledKey || (plugin.RequiredField is { } field ? definition.Key == field : definition.Required));

    private static List<ConfiguredProject> Configured(PluginDeclaration plugin, List<Project> projects, IEnumerable<OptionValue> values)
    {
        var atInstance = PluginEnablement.AtInstance(values);
        var schema = new OptionSchema([.. Decisive(plugin)]);
        var byScope = values.GroupBy(value => value.ScopeKey, StringComparer.Ordinal)
            .ToDictionary(scope => scope.Key, scope => (IReadOnlyDictionary<string, JsonElement>)scope.ToDictionary(value => value.Key, value => value.Shown, StringComparer.Ordinal), StringComparer.Ordinal);
        var found = new List<ConfiguredProject>();
        foreach (var project in projects)
        {
            List<OptionLayer> layers = [.. Chain(project).Select(scope => new OptionLayer(scope, byScope.GetValueOrDefault(scope.Key, None)))];
            var effective = EffectiveOptions.Merge(schema, layers);
            if (OptionSetReader.IsConfigured(plugin, effective)) found.Add(new ConfiguredProject(project, PluginEnablement.Of(plugin, effective, layers[0].Scope, atInstance)));
        }
        return found;
    }

    private static readonly IReadOnlyDictionary<string, JsonElement> None = new Dictionary<string, JsonElement>();

    private static IEnumerable<OptionScope> Chain(Project project) =>
    [
        .. project.LineageIds().Reverse().Select(id => new OptionScope(OptionScopeKind.Project, project.OrganizationId, id)),
        new OptionScope(OptionScopeKind.Organization, project.OrganizationId),
        OptionScope.Instance,
    ];
}

[QueryType]
public static partial class ConfiguredProjectsQuery
{
    /// <summary>Where plugins are configured: of each the projects that have what it needs. One unknown plugin is an error for the whole question.</summary>
    /// <param name="pluginIds">The plugins, at most 100; without, all that are installed.</param>
    [Authorize("options:read")]
    public static Task<IReadOnlyList<ConfiguredPlugin>> GetConfiguredProjectsAsync(IReadOnlyList<string>? pluginIds, ConfiguredProjects projects, CancellationToken ct) =>
        projects.FindAsync(pluginIds, ct);
}
