using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Release;

/// <summary>A plugin's options as a scope sees them, before its secrets are opened.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Scope">The scope asked for.</param>
/// <param name="Effective">Each option with the value that counts.</param>
/// <param name="Stored">What is stored at the scope and around it.</param>
internal sealed record SeenOptions(PluginDeclaration Plugin, OptionScope Scope, IReadOnlyList<EffectiveValue> Effective, IReadOnlyList<OptionValue> Stored);

/// <summary>Gives running plugins their own options.</summary>
internal sealed class PluginOptionValues(PluginDeclarations plugins, ScopeChain scopes, IDbContextFactory<OptionsDb> databases, SecretBox secrets, SecretReleases releases) : IPluginOptionValues
{
    public async Task<OptionValues> ReadAsync(Guid organizationId, string pluginId, int generation, PluginScope scope, CancellationToken ct)
    {
        if (await plugins.FindAsync(pluginId, organizationId, ct) is not { } plugin) return OptionValues.None;
        return await ReleaseAsync(organizationId, generation, await SeeAsync(organizationId, plugin, scope, ct), ct);
    }

    /// <summary>The options without secrets, for deciding whether the plugin is enabled there.</summary>
    /// <exception cref="ScopeInvalidException">There is no such scope in the organization.</exception>
    public async Task<SeenOptions> SeeAsync(Guid organizationId, PluginDeclaration plugin, PluginScope scope, CancellationToken ct)
    {
        var kind = scope.UserId is not null ? OptionScopeKind.User : scope.ProjectId is not null ? OptionScopeKind.Project : OptionScopeKind.Organization;
        return await SeeAsync(organizationId, plugin, await scopes.ResolveAsync(new OptionScopeInput(kind, scope.ProjectId, scope.UserId), organizationId, ct), ct);
    }

    /// <summary>The same for a chain of scopes, innermost first.</summary>
    public async Task<SeenOptions> SeeAsync(Guid organizationId, PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var stored = await OptionSetReader.StoredAsync(db, organizationId, plugin.ConfKey, chain, ct);
        return new SeenOptions(plugin, chain[0], EffectiveOptions.Merge(plugin.Options().Seeing(stored), OptionSetReader.LayersOf(chain, stored)), stored);
    }

    /// <summary>The options with secrets. Where there are any the audit knows of it first.</summary>
    public async Task<OptionValues> ReleaseAsync(Guid organizationId, int generation, SeenOptions seen, CancellationToken ct)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var opened = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in seen.Effective.Where(v => v.Effective is not null))
        {
            if (!value.Definition.IsSecret) values[value.Definition.Key] = value.Effective!.Value;
            else if (SealedOf(seen, value) is not null) opened.Add(value.Definition.Key);
        }
        if (opened.Count > 0 && await releases.AdmitAsync(organizationId, seen.Plugin, generation, seen.Scope, ct))
        {
            foreach (var value in seen.Effective.Where(v => opened.Contains(v.Definition.Key)))
                values[value.Definition.Key] = JsonSerializer.SerializeToElement(secrets.Open(SealedOf(seen, value)!, OptionValue.SecretPurpose(seen.Plugin.ConfKey)));
        }
        return new OptionValues(values, opened);
    }

    private static byte[]? SealedOf(SeenOptions seen, EffectiveValue value) =>
        seen.Stored.FirstOrDefault(stored => stored.Key == value.Definition.Key && stored.ScopeKey == value.Source?.Key)?.Protected;
}
