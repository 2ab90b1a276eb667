using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Projects;

/// <summary>Which plugins of a project are wanted.</summary>
internal sealed record ProjectPluginFilter(string? Search, bool? Enabled, bool? Hidden);

/// <summary>
/// Pages of a project's plugins. The switches of the project and of what is around it are read first, where they matter; the rest the catalog's database does:
/// the number of statements does not depend on how many plugins there are.
/// </summary>
public sealed class ProjectPluginList(InstalledListings installed, ScopeChain scopes, HiddenPlugins hidden, Actor actor, IDbContextFactory<OptionsDb> databases)
{
    /// <summary>What is switched on and off, and off at the instance and by that everywhere, by prefix; and which plugins in no repository are on.</summary>
    private sealed record Switches(string[] On, string[] Off, string[] Never, string[] Files);

    /// <exception cref="ScopeInvalidException">There is no such project.</exception>
    internal async Task<Connection<ProjectPlugin>> PageAsync(Guid projectId, ProjectPluginFilter filter, int first, string? after, CancellationToken ct)
    {
        var chain = await scopes.ResolveAsync(new OptionScopeInput(OptionScopeKind.Project, projectId), ct);
        var wanted = await NarrowAsync(filter, chain, ct);
        var found = await Behind(wanted, after).OrderBy(listing => listing.Title).ThenBy(listing => listing.PluginId).Take(first + 1).ToListAsync(ct);
        Edge<ProjectPlugin>[] edges = [.. found.Take(first).Select(listing => new Edge<ProjectPlugin>(new ProjectPlugin(projectId, listing), ProjectPluginCursor.Of(listing)))];
        var info = new ConnectionPageInfo(found.Count > first, after is not null, edges.FirstOrDefault()?.Cursor, edges.LastOrDefault()?.Cursor);
        return new Connection<ProjectPlugin>(edges, info, await wanted.CountAsync(ct));
    }

    private async Task<IQueryable<InstalledListing>> NarrowAsync(ProjectPluginFilter filter, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        var listings = installed.All();
        foreach (var word in (Text.Optional(filter.Search, "search", 500) ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) listings = listings.Where(listing => listing.SearchText.Contains(word));
        if (filter.Enabled is null && filter.Hidden is null) return listings;
        var (on, off, never, files) = await SwitchesAsync(chain, ct);
        if (filter.Enabled is { } enabled) listings = listings.Where(listing => enabled == (listing.IsRunning && (listing.ConfKey == null
            ? files.Contains(listing.PluginId)
            : !never.Contains(listing.ConfKey) && (!listing.CanDisable || on.Contains(listing.ConfKey) || (listing.ProjectDefaultEnabled && !off.Contains(listing.ConfKey))))));
        if (filter.Hidden is not { } isHidden) return listings;
        var ids = hidden.Ids;
        return listings.Where(listing => isHidden == (ids.Contains(listing.PluginId.ToLower()) && !(listing.IsRunning && (listing.ConfKey == null
            ? files.Contains(listing.PluginId)
            : !never.Contains(listing.ConfKey) && (!listing.CanDisable || on.Contains(listing.ConfKey) || (listing.ProjectDefaultEnabled && !off.Contains(listing.ConfKey)))))));
    }

    private async Task<Switches> SwitchesAsync(IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        var keys = chain.Select(scope => scope.Key).ToList();
        await using var db = await databases.CreateDbContextAsync(ct);
        var stored = await db.Values.Where(value => value.OrganizationId == actor.OrganizationId && value.Key == PluginOptions.EnabledKey && keys.Contains(value.ScopeKey))
            .Select(value => new { value.ConfKey, value.ScopeKey, value.Json }).ToListAsync(ct);
        var never = stored.Where(value => value.ScopeKey == OptionScope.Instance.Key && value.Json == "false").Select(value => value.ConfKey).ToHashSet(StringComparer.Ordinal);
        // The innermost scope that says anything counts.
        var switched = stored.GroupBy(value => value.ConfKey, StringComparer.Ordinal)
            .ToDictionary(values => values.Key, values => values.MinBy(value => keys.IndexOf(value.ScopeKey))!.Json == "true", StringComparer.Ordinal);
        return new Switches(
            [.. switched.Where(value => value.Value).Select(value => value.Key)],
            [.. switched.Where(value => !value.Value).Select(value => value.Key)],
            [.. never],
            [.. (await installed.FromFilesAsync(ct)).Where(plugin => !never.Contains(plugin.ConfKey) && (!plugin.CanDisable || switched.GetValueOrDefault(plugin.ConfKey, plugin.ProjectDefaultEnabled))).Select(plugin => plugin.PluginId)]);
    }

    private static IQueryable<InstalledListing> Behind(IQueryable<InstalledListing> listings, string? after)
    {
        if (after is null) return listings;
        var (title, id) = ProjectPluginCursor.Parse(after);
        return listings.Where(listing => string.Compare(listing.Title, title) > 0 || (listing.Title == title && string.Compare(listing.PluginId, id) > 0));
    }
}

/// <summary>Where a page ended.</summary>
internal sealed record ProjectPluginCursor(string Title, string PluginId)
{
    public static string Of(InstalledListing listing) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new ProjectPluginCursor(listing.Title, listing.PluginId)));

    /// <exception cref="InputInvalidException">It is no cursor of this list.</exception>
    public static ProjectPluginCursor Parse(string text)
    {
        try
        {
            if (JsonSerializer.Deserialize<ProjectPluginCursor>(Convert.FromBase64String(text)) is { Title: { } title, PluginId: { } id } cursor && !title.Contains('\0') && !id.Contains('\0')) return cursor;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
        }
        throw new InputInvalidException("after", "It is no cursor of this list.");
    }
}
