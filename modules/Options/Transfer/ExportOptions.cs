using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Transfer;

/// <summary>An option set as a text.</summary>
/// <param name="Format">The format.</param>
/// <param name="MediaType">The format's media type.</param>
/// <param name="Document">The text, for <c>importOptions</c>.</param>
/// <param name="Etag">The set's ETag when it was written.</param>
public sealed record OptionExport(OptionFormat Format, string MediaType, string Document, string Etag);

[QueryType]
public static partial class ExportOptionsQuery
{
    /// <summary>What a plugin's option set sets itself at a scope, as a text to be kept or imported elsewhere. Secrets are in it by reference, never by value.</summary>
    [Authorize("options:read")]
    public static async Task<OptionExport> GetExportOptionsAsync(
        string pluginId, OptionScopeInput? scope, PluginDeclarations plugins, ScopeChain scopes, Actor actor, IDbContextFactory<OptionsDb> databases,
        CancellationToken ct, OptionFormat format = OptionFormat.Json)
    {
        var plugin = await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId);
        var at = (await scopes.ResolveAsync(scope, ct))[0];
        await using var db = await databases.CreateDbContextAsync(ct);
        var own = await OptionSetReader.StoredAsync(db, actor.OrganizationId, plugin.ConfKey, [at], ct);
        var json = OptionDocument.Write(plugin.PluginId, at, plugin.Options(), own);
        return format == OptionFormat.Json
            ? new OptionExport(format, "application/json", Encoding.UTF8.GetString(json), OptionSetReader.EtagOf(own))
            : new OptionExport(format, "application/yaml", YamlWriter.Write(JsonSerializer.Deserialize<JsonElement>(json, new JsonSerializerOptions { MaxDepth = 256 })), OptionSetReader.EtagOf(own));
    }
}
