using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Hooks;
using GraphQLPlugins.Options.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Values;

/// <summary>Reads a plugin's options as a scope sees them: the values of all scopes around it in one statement, however many there are.</summary>
public sealed class OptionSetReader(PluginDeclarations plugins, ScopeChain scopes, PluginCalls calls, Actor actor, IDbContextFactory<OptionsDb> databases)
{
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="ScopeInvalidException">There is no such scope.</exception>
    public async Task<OptionSet> ReadAsync(string pluginId, OptionScopeInput? scope, CancellationToken ct)
    {
        var plugin = await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId);
        return await ReadAsync(plugin, await scopes.ResolveAsync(scope, ct), ct);
    }

    public async Task<OptionSet> ReadAsync(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        var values = await StoredAsync(db, actor.OrganizationId, plugin.ConfKey, chain, ct);
        return await calls.ShownAsync(actor.OrganizationId, chain[0], Build(plugin, chain, values), ct);
    }

    private static readonly CompiledQuery<Func<OptionsDb, Guid, string, string[], IAsyncEnumerable<OptionValue>>> Stored = new(() => EF.CompileAsyncQuery(
        (OptionsDb db, Guid organization, string confKey, string[] keys) =>
            db.Values.AsNoTracking().Where(v => v.OrganizationId == organization && v.ConfKey == confKey && keys.Contains(v.ScopeKey))));

    private static readonly CompiledQuery<Func<OptionsDb, Guid, string, string[], IAsyncEnumerable<OptionValue>>> Tracked = new(() => EF.CompileAsyncQuery(
        (OptionsDb db, Guid organization, string confKey, string[] keys) =>
            db.Values.AsTracking().Where(v => v.OrganizationId == organization && v.ConfKey == confKey && keys.Contains(v.ScopeKey))));

    /// <summary>The stored values of a plugin at some scopes; those to be changed must be tracked.</summary>
    public static async Task<List<OptionValue>> StoredAsync(
        OptionsDb db, Guid organization, string confKey, IReadOnlyList<OptionScope> chain, CancellationToken ct, bool tracked = false)
    {
        var keys = new string[chain.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = chain[i].Key;
        var values = new List<OptionValue>();
        await foreach (var value in (tracked ? Tracked : Stored).For(db)(db, organization, confKey, keys).WithCancellation(ct)) values.Add(value);
        return values;
    }

    /// <summary>The stored values of several plugins at some scopes.</summary>
    internal static Task<List<OptionValue>> StoredAsync(OptionsDb db, Guid organization, string[] confKeys, string[] scopeKeys, CancellationToken ct) =>
        db.Values.AsNoTracking().Where(v => v.OrganizationId == organization && confKeys.Contains(v.ConfKey) && scopeKeys.Contains(v.ScopeKey)).ToListAsync(ct);

    /// <summary>SHA-256 over the sorted own values of a scope; a secret counts by what is stored of it, so writing one changes it.</summary>
    public static string EtagOf(IEnumerable<OptionValue> own)
    {
        var text = new StringBuilder();
        foreach (var value in own.OrderBy(v => v.Key, StringComparer.Ordinal))
        {
            text.Append(JsonEncodedText.Encode(value.Key)).Append('=')
                .Append(value.Protected is { } secret ? Convert.ToHexStringLower(SHA256.HashData(secret)) : value.Json).Append('\n');
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    internal static OptionLayer[] LayersOf(IReadOnlyList<OptionScope> chain, IReadOnlyList<OptionValue> values) =>
        [.. chain.Select(s => new OptionLayer(s, values.Where(v => v.ScopeKey == s.Key).ToDictionary(v => v.Key, v => v.Shown)))];

    internal static OptionSet Build(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, List<OptionValue> values)
    {
        var schema = plugin.Options();
        var layers = LayersOf(chain, values);
        var own = values.Where(v => v.ScopeKey == chain[0].Key).ToDictionary(v => v.Key);
        var merged = EffectiveOptions.Merge(schema, layers);
        return new OptionSet
        {
            PluginId = plugin.PluginId, Scope = chain[0].Key, Etag = EtagOf(own.Values),
            IsConfigured = IsConfigured(plugin, merged),
            Items = [.. merged.Select(m => Item(m, chain[0], own.GetValueOrDefault(m.Definition.Key)))],
        };
    }

    private static IOptionItem Item(EffectiveValue value, OptionScope scope, OptionValue? own)
    {
        var editable = !value.Definition.ReadOnly && value.Definition.EditableAt.Contains(scope.Kind);
        if (value.Definition.IsSecret)
        {
            return new SecretOption
            {
                Definition = value.Definition, IsSet = value.Effective is not null, Hint = own?.Hint, Provenance = value.Provenance, Editable = editable,
                UpdatedAt = own?.UpdatedAt, UpdatedBy = own?.UpdatedBy,
            };
        }
        return new PlainOption
        {
            Definition = value.Definition, Configured = value.Configured, Inherited = value.Inherited, Effective = value.Effective,
            Provenance = value.Provenance, Editable = editable, UpdatedAt = own?.UpdatedAt, UpdatedBy = own?.UpdatedBy,
        };
    }

    /// <summary>Whether the plugin has what it needs: its required field is truthy, or, where it names none, all required options have a value.</summary>
    internal static bool IsConfigured(PluginDeclaration plugin, IReadOnlyList<EffectiveValue> effective) => plugin.RequiredField is { } field
        ? effective.FirstOrDefault(value => value.Definition.Key == field) is { } required && IsTruthy(required.Effective)
        : effective.All(value => !value.Definition.Required || IsPresent(value.Effective));

    private static bool IsTruthy(JsonElement? value) => IsPresent(value) && value!.Value switch
    {
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.Number } number => number.TryGetDecimal(out var amount) ? amount != 0 : number.GetDouble() != 0,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().Any(),
        _ => true,
    };

    private static bool IsPresent(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => false,
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Length > 0,
        _ => true,
    };
}
