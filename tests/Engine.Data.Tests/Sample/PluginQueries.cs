using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.Types.Relay;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.Sample;

[QueryType]
public static class PluginQueries
{
    [UsePaging(IncludeTotalCount = true)]
    [UseProjection]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Plugin> GetPlugins(PluginDb db) => db.Plugins.AsNoTracking();

    [UseFirstOrDefault]
    [UseProjection]
    public static IQueryable<Plugin> GetPluginById([ID<Plugin>] string id, PluginDb db) => db.Plugins.AsNoTracking().Where(p => p.Id == id);

    [UseSingleOrDefault]
    [UseProjection]
    public static IQueryable<Plugin> GetPluginByName(string name, PluginDb db) => db.Plugins.AsNoTracking().Where(p => p.Name == name);

    [UsePaging]
    [UseProjection]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<PluginVersion> GetPluginVersions(PluginDb db) => db.PluginVersions.AsNoTracking();

    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static async Task<Connection<Plugin>> GetPluginsKeysetAsync(PagingArguments paging, QueryContext<Plugin> query, PluginDb db, CancellationToken ct) =>
        await db.Plugins.AsNoTracking()
            .With(query, s => s.IfEmpty(o => o.AddAscending(p => p.Name)).AddAscending(p => p.Id))
            .ToPageAsync(paging, ct)
            .ToConnectionAsync();

    /// <summary>A default order that clients can replace.</summary>
    [UsePaging]
    [UseSorting]
    public static IQueryable<Plugin> GetNewestPlugins(PluginDb db) => db.Plugins.AsNoTracking().OrderByDescending(p => p.CreatedAt);

    [UsePaging]
    [UseProjection]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Plugin> GetPluginsOf(string[] providers, PluginState state, PluginDb db) =>
        db.Plugins.AsNoTracking().Where(p => providers.Contains(p.Provider) && p.State == state);

    [UseFiltering]
    [UseSorting]
    public static IQueryable<PluginVersion> GetVersionsOf(string pluginId, PluginDb db) => db.PluginVersions.AsNoTracking().Where(v => v.PluginId == pluginId);

    /// <summary>The same plugins in memory.</summary>
    [UseFiltering]
    [UseSorting]
    public static List<Plugin> GetPluginsInMemory(PluginDb db) => [.. db.Plugins.AsNoTracking().Where(p => p.Id.CompareTo("plg-00120") <= 0).Include(p => p.Versions).OrderBy(p => p.Id)];

    [UseFiltering]
    [UseSorting]
    public static IQueryable<Plugin> GetSomePlugins(PluginDb db) => db.Plugins.AsNoTracking().Where(p => p.Id.CompareTo("plg-00120") <= 0).OrderBy(p => p.Id);

    [UseFiltering]
    public static IQueryable<Note> GetNotes(PluginDb db) => db.Notes.AsNoTracking().OrderBy(n => n.Id);

    [UseFiltering]
    public static List<Note> GetNotesInMemory(PluginDb db) => [.. db.Notes.AsNoTracking().OrderBy(n => n.Id)];

    [UseOffsetPaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<PluginVersion> GetVersionsOffset(PluginDb db) => db.PluginVersions.AsNoTracking().OrderBy(v => v.Id);
}

[ObjectType<Plugin>]
public static class PluginNode
{
    [NodeResolver]
    public static Task<Plugin?> GetPluginAsync(string id, PluginDb db, CancellationToken ct) =>
        db.Plugins.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct);

    /// <summary>Needs the id, whether it is selected or not.</summary>
    public static string GetCode([Parent(requires: nameof(Plugin.Id))] Plugin plugin) => plugin.Id.ToUpperInvariant();

    /// <summary>Says nothing of what it needs.</summary>
    public static string GetSummary([Parent] Plugin plugin) => $"{plugin.Name} ({plugin.State}, {plugin.Provider})";
}
