using System.Data.Common;
using System.Text.Json;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>What a plugin's author declared about its options; the same object as long as neither the entry nor the installed version changes.</summary>
/// <param name="Template">The declaration; null when there is none.</param>
public sealed record DeclaredOptions(JsonElement? Template);

/// <summary>What other modules may know of a plugin.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="ConfKey">Prefix of its option keys.</param>
/// <param name="IsEnabled">Whether the catalog allows its use.</param>
/// <param name="IsRunning">Whether the caller's organization has it installed and running.</param>
/// <param name="CanDisable">Whether projects may switch it off.</param>
/// <param name="ProjectDefaultEnabled">Whether it is on for projects that do not say.</param>
/// <param name="RequiredField">The option without which it counts as not configured; null when there is none.</param>
/// <param name="Declared">Its options as declared.</param>
public sealed record PluginDeclaration(
    string PluginId, string ConfKey, bool IsEnabled, bool IsRunning, bool CanDisable, bool ProjectDefaultEnabled, string? RequiredField, DeclaredOptions Declared);

/// <summary>A plugin that was found in the catalog, before its options are read.</summary>
public sealed class FoundPlugin
{
    internal FoundPlugin(DeclarationRow row) => Row = row;

    /// <summary>Prefix of its option keys.</summary>
    public string ConfKey => Row.ConfKey;

    internal DeclarationRow Row { get; }
}

/// <summary>Rows of another module that hang on a plugin's <see cref="PluginDeclaration.ConfKey"/>, read by the message that finds the plugin.</summary>
/// <param name="Statement">What reads those of a key.</param>
/// <param name="ReadAsync">Takes all rows.</param>
public sealed record AttachedRows(Func<string, (string Text, object?[] Values)> Statement, Func<DbDataReader, CancellationToken, Task> ReadAsync);

/// <summary>Finds plugins for other modules. One small statement; a declaration itself is read once for each revision of its entry and version.</summary>
public sealed class PluginDeclarations
{
    private static readonly DeclaredOptions NoneOff = new(Template: null);
    private static readonly DeclaredOptions NoneOn = new(Template: null);

    private readonly IDbContextFactory<CatalogDb> _databases;
    private readonly StorageServer _server;
    private readonly Actor _actor;
    private readonly IMemoryCache _cache;
    private readonly InstalledDeclarations _installed;

    internal PluginDeclarations(IDbContextFactory<CatalogDb> databases, StorageServer server, Actor actor, IMemoryCache cache, InstalledDeclarations installed)
    {
        _databases = databases;
        _server = server;
        _actor = actor;
        _cache = cache;
        _installed = installed;
    }

    /// <summary>
    /// The entry that the caller's organization has installed, or that of the first repository that has one, or else what it has installed from a file; null when there is none.
    /// What the installed version declares counts; only where it says nothing, or none is installed, what the entry declares.
    /// </summary>
    public Task<PluginDeclaration?> FindAsync(string pluginId, CancellationToken ct) => FindAsync(pluginId, _actor.OrganizationId, ct);

    /// <summary>Whether no other plugin's option keys have the prefix.</summary>
    public async Task<bool> OwnsAsync(string confKey, string pluginId, CancellationToken ct)
    {
        await using var db = await _databases.CreateDbContextAsync(ct);
        return !await db.Plugins.AnyAsync(p => p.ConfKey == confKey && p.PluginId != pluginId, ct);
    }

    /// <summary>The same for an organization that need not be the caller's.</summary>
    public async Task<PluginDeclaration?> FindAsync(string pluginId, Guid organization, CancellationToken ct) => (await FindAsync(pluginId, organization, null, ct)).Plugin;

    /// <summary>Whether there may be a plugin of this id at all.</summary>
    public static bool MayExist(string pluginId) => pluginId.Length <= 255 && !pluginId.Contains('\0');

    /// <summary>The prefix of a plugin's option keys as its id alone says it, for whoever reads what hangs on it before the plugin is found; that one's own counts.</summary>
    public static string UsualConfKey(string pluginId) => Plugins.Plugin.ConfKeyOf(pluginId);

    /// <summary>The statement that finds a plugin, for whoever sends it with others, in their own transaction. It does not find what is installed from a file.</summary>
    public static (string Text, object?[] Values) Statement(Guid organization, string pluginId) => DeclarationRow.Statement(organization, pluginId);

    /// <summary>Takes all rows of <see cref="Statement"/>; null when there is no such plugin.</summary>
    public static async Task<FoundPlugin?> ReadAsync(DbDataReader reader, string pluginId, CancellationToken ct) =>
        await DeclarationRow.ReadAsync(reader, pluginId, ct) is { } row ? new FoundPlugin(row) : null;

    /// <summary>What a plugin declares, once the reader that has found it is closed.</summary>
    public async ValueTask<PluginDeclaration> DeclarationOfAsync(FoundPlugin found, CancellationToken ct) => found.Row.With(await DeclaredAsync(found.Row, ct));

    /// <summary>A plugin that the organization has installed from a file; null when there is none, whatever the catalog has.</summary>
    public async Task<PluginDeclaration?> FindInstalledAsync(string pluginId, Guid organization, CancellationToken ct)
    {
        await using var db = await _databases.CreateDbContextAsync(ct);
        return await _installed.FindAsync(db, organization, pluginId, ct);
    }

    /// <summary>The same together with rows that hang on it, in one message.</summary>
    /// <returns>The plugin, and whether its rows were read: those of one that is installed from a file are not, nor where the key is another one than its id says.</returns>
    public async Task<(PluginDeclaration? Plugin, bool IsRead)> FindAsync(string pluginId, Guid organization, AttachedRows? attached, CancellationToken ct)
    {
        if (!MayExist(pluginId)) return (null, false);
        if (await ReadAsync(pluginId, organization, attached, ct) is ({ } found, var isRead)) return (found.With(await DeclaredAsync(found, ct)), isRead);
        return (await FindInstalledAsync(pluginId, organization, ct), false);
    }

    /// <summary>Those of some plugins that there are, by id: a statement for the entries, one for what nobody has read yet, and one for plugins in no repository.</summary>
    public async Task<IReadOnlyDictionary<string, PluginDeclaration>> FindAllAsync(IReadOnlyCollection<string> pluginIds, CancellationToken ct)
    {
        var (organization, ids) = (_actor.OrganizationId, pluginIds.Distinct(StringComparer.Ordinal).ToArray());
        await using var db = await _databases.CreateDbContextAsync(ct);
        var rows = (await (
            from p in db.Plugins
            where ids.Contains(p.PluginId) && p.Repository.State == RepositoryState.Enabled
            from i in db.Installations.Where(i => i.OrganizationId == organization && i.Name == p.PluginId).DefaultIfEmpty()
            orderby i != null && i.PluginKey == p.Id ? 0 : 1, p.Repository.Priority, p.Repository.Name
            select new DeclarationRow(
                p.Id, p.PluginId, p.ConfKey, p.State == PluginState.Enabled, p.CanDisable, p.ProjectDefaultEnabled, p.RequiredField, p.Revision, p.Template != null,
                i != null && i.State == InstallationState.Running,
                i != null && i.PluginKey == p.Id && db.Versions.Any(v => v.Id == i.VersionKey && v.Template != null) ? i.VersionKey : null))
            .ToListAsync(ct)).DistinctBy(row => row.PluginId).ToList();
        await RememberAsync(db, rows, ct);
        var found = new Dictionary<string, PluginDeclaration>(StringComparer.Ordinal);
        foreach (var row in rows) found.Add(row.PluginId, row.With(await DeclaredAsync(row, ct)));
        if (found.Count == ids.Length) return found;
        foreach (var plugin in await _installed.FindAllAsync(db, organization, [.. ids.Where(id => !found.ContainsKey(id))], ct)) found.Add(plugin.PluginId, plugin);
        return found;
    }

    /// <summary>How entries will be declared once some versions of them are installed and in use: four statements at most, however many there are.</summary>
    /// <param name="releases">Entries with the versions; null is a version that the catalog does not know.</param>
    /// <param name="ct">Stops.</param>
    internal async Task<IReadOnlyDictionary<Guid, PluginDeclaration>> AfterAsync(IReadOnlyDictionary<Guid, Guid?> releases, CancellationToken ct)
    {
        var (keys, versions) = (releases.Keys.ToArray(), releases.Values.OfType<Guid>().ToArray());
        await using var db = await _databases.CreateDbContextAsync(ct);
        var own = await db.Versions.Where(v => versions.Contains(v.Id) && v.Template != null).Select(v => v.Id).ToListAsync(ct);
        var rows = await db.Plugins.Where(p => keys.Contains(p.Id))
            .Select(p => new DeclarationRow(p.Id, p.PluginId, p.ConfKey, p.State == PluginState.Enabled, p.CanDisable, p.ProjectDefaultEnabled, p.RequiredField, p.Revision, p.Template != null, true, null))
            .ToListAsync(ct);
        rows = [.. rows.Select(row => releases[row.Id] is { } version && own.Contains(version) ? row with { Version = version } : row)];
        await RememberAsync(db, rows, ct);
        var after = new Dictionary<Guid, PluginDeclaration>();
        foreach (var row in rows) after.Add(row.Id, row.With(await DeclaredAsync(row, ct)));
        return after;
    }

    /// <summary>The plugin as it is declared now, where it is the entry that says so; null where an installed version or another entry does.</summary>
    internal async Task<PluginDeclaration?> OfEntryAsync(Guid key, string pluginId, CancellationToken ct)
    {
        var (row, _) = await ReadAsync(pluginId, _actor.OrganizationId, null, ct);
        return row is { Version: null } && row.Id == key ? row.With(await DeclaredAsync(row, ct)) : null;
    }

    /// <summary>How a plugin in no repository will be declared once a file of it is installed.</summary>
    internal PluginDeclaration AfterFile(string name, string? digest) => _installed.Declaration(name, InstallationState.Running, digest);

    /// <summary>Reads the declarations that are not remembered in one go.</summary>
    private async Task RememberAsync(CatalogDb db, List<DeclarationRow> rows, CancellationToken ct)
    {
        var unknown = rows.Where(row => row.Declares && !_cache.TryGetValue(KeyOf(row), out _)).ToLookup(row => row.Version is not null);
        var versions = unknown[true].ToDictionary(row => row.Version!.Value);
        foreach (var read in versions.Count == 0 ? [] : await db.Versions.Where(v => versions.Keys.Contains(v.Id)).Select(v => new { v.Id, v.Template }).ToListAsync(ct))
            _cache.Set(KeyOf(versions[read.Id]), new DeclaredOptions(read.Template), Remembered);
        var entries = unknown[false].ToDictionary(row => row.Id);
        foreach (var read in entries.Count == 0 ? [] : await db.Plugins.Where(p => entries.Keys.Contains(p.Id)).Select(p => new { p.Id, p.Template }).ToListAsync(ct))
            _cache.Set(KeyOf(entries[read.Id]), new DeclaredOptions(read.Template), Remembered);
    }

    private async Task<(DeclarationRow? Found, bool IsRead)> ReadAsync(string pluginId, Guid organization, AttachedRows? attached, CancellationToken ct)
    {
        await using var connection = _server.CreateConnection();
        await connection.OpenAsync(ct);
        var usual = UsualConfKey(pluginId);
        await using var batch = attached is null
            ? _server.CreateStatements(connection, Statement(organization, pluginId))
            : _server.CreateStatements(connection, Statement(organization, pluginId), attached.Statement(usual));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var found = await DeclarationRow.ReadAsync(reader, pluginId, ct);
        if (attached is null || found?.ConfKey != usual) return (found, false);
        await reader.NextResultAsync(ct);
        await attached.ReadAsync(reader, ct);
        return (found, true);
    }

    private async ValueTask<DeclaredOptions> DeclaredAsync(DeclarationRow found, CancellationToken ct)
    {
        // Most plugins declare nothing; those with the same defaults share what is made of that.
        if (!found.Declares) return found.ProjectDefaultEnabled || !found.CanDisable ? NoneOn : NoneOff;
        if (_cache.TryGetValue(KeyOf(found), out DeclaredOptions? known)) return known!;
        await using var db = await _databases.CreateDbContextAsync(ct);
        return _cache.Set(KeyOf(found), new DeclaredOptions(found.Version is { } version
            ? await db.Versions.Where(v => v.Id == version).Select(v => v.Template).FirstOrDefaultAsync(ct)
            : await db.Plugins.Where(p => p.Id == found.Id).Select(p => p.Template).FirstOrDefaultAsync(ct)), Remembered);
    }

    private static object KeyOf(DeclarationRow found) => (nameof(PluginDeclarations), found.Id, found.Revision, found.Version);

    private static MemoryCacheEntryOptions Remembered => new() { SlidingExpiration = TimeSpan.FromMinutes(10) };
}
