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
public sealed class OptionSetReader(PluginDeclarations plugins, ScopeChain scopes, PluginCalls calls, Actor actor, StorageServer server, IDbContextFactory<OptionsDb> databases)
{
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="ScopeInvalidException">There is no such scope.</exception>
    public async Task<OptionSet> ReadAsync(string pluginId, OptionScopeInput? scope, CancellationToken ct)
    {
        var (plugin, chain, values) = await FindAsync(pluginId, scope, ct);
        return await calls.ShownAsync(actor.OrganizationId, chain[0], Build(plugin, chain, values), ct);
    }

    /// <summary>Only the options of the set.</summary>
    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="ScopeInvalidException">There is no such scope.</exception>
    internal async Task<IReadOnlyList<IOptionItem>> ReadItemsAsync(string pluginId, OptionScopeInput? scope, CancellationToken ct)
    {
        var (plugin, chain, values) = await FindAsync(pluginId, scope, ct);
        return calls.FindWithHooks(actor.OrganizationId, pluginId) is null
            ? Items(chain, Merge(plugin, chain, values), values)
            : (await calls.ShownAsync(actor.OrganizationId, chain[0], Build(plugin, chain, values), ct)).Items;
    }

    private async Task<(PluginDeclaration Plugin, IReadOnlyList<OptionScope> Chain, List<OptionValue> Values)> FindAsync(string pluginId, OptionScopeInput? scope, CancellationToken ct)
    {
        var chain = await scopes.ResolveAsync(scope, ct);
        var (keys, rows) = (KeysOf(chain), new List<OptionRow>());
        var (plugin, isRead) = await plugins.FindAsync(pluginId, actor.OrganizationId, OptionRow.Attached(actor.OrganizationId, keys, server.Options.IsPostgreSql, rows), ct);
        if (plugin is null) throw new PluginNotFoundException(pluginId);
        if (isRead) return (plugin, chain, ValuesOf(actor.OrganizationId, plugin.ConfKey, keys, rows));
        await using var db = await databases.CreateDbContextAsync(ct);
        return (plugin, chain, await StoredAsync(db, actor.OrganizationId, plugin.ConfKey, chain, ct));
    }

    /// <summary>The stored values of a plugin at some scopes.</summary>
    public static async Task<List<OptionValue>> StoredAsync(OptionsDb db, Guid organization, string confKey, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        var keys = KeysOf(chain);
        return ValuesOf(organization, confKey, keys, await OptionRow.ReadAsync(db, organization, confKey, keys, ct));
    }

    /// <summary>The same inside a command's transaction.</summary>
    public static async Task<List<OptionValue>> StoredAsync(UnitOfWork work, Guid organization, string confKey, IReadOnlyList<OptionScope> chain, CancellationToken ct)
    {
        var keys = KeysOf(chain);
        return ValuesOf(organization, confKey, keys, await OptionRow.ReadAsync(work, organization, confKey, keys, ct));
    }

    private static string[] KeysOf(IReadOnlyList<OptionScope> chain)
    {
        var keys = new string[chain.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = chain[i].Key;
        return keys;
    }

    private static List<OptionValue> ValuesOf(Guid organization, string confKey, string[] scopeKeys, List<OptionRow> rows)
    {
        var values = new List<OptionValue>(rows.Count);
        foreach (var row in rows) values.Add(row.ToValue(organization, confKey, scopeKeys[row.Scope]));
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

    internal static OptionLayer[] LayersOf(IReadOnlyList<OptionScope> chain, IReadOnlyList<OptionValue> values)
    {
        var layers = new OptionLayer[chain.Count];
        for (var i = 0; i < layers.Length; i++)
        {
            var key = chain[i].Key;
            var byKey = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var value in values)
                if (value.ScopeKey == key) byKey.Add(value.Key, value.Shown);
            layers[i] = new OptionLayer(chain[i], byKey);
        }
        return layers;
    }

    internal static OptionSet Build(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, List<OptionValue> values)
    {
        var merged = Merge(plugin, chain, values);
        var key = chain[0].Key;
        return new OptionSet
        {
            PluginId = plugin.PluginId, Scope = key, Etag = EtagOf(values.Where(v => v.ScopeKey == key)),
            IsConfigured = IsConfigured(plugin, merged),
            Items = Items(chain, merged, values),
        };
    }

    private static IReadOnlyList<EffectiveValue> Merge(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, List<OptionValue> values) =>
        EffectiveOptions.Merge(plugin.Options().Seeing(values), LayersOf(chain, values));

    private static IOptionItem[] Items(IReadOnlyList<OptionScope> chain, IReadOnlyList<EffectiveValue> merged, List<OptionValue> values)
    {
        var key = chain[0].Key;
        var own = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (var value in values)
            if (value.ScopeKey == key) own.Add(value.Key, value);
        var items = new IOptionItem[merged.Count];
        var visible = OptionVisibility.Of(merged);
        for (var i = 0; i < items.Length; i++) items[i] = Item(merged[i], chain[0], own.GetValueOrDefault(merged[i].Definition.Key), visible?[i] ?? true);
        return items;
    }

    private static IOptionItem Item(EffectiveValue value, OptionScope scope, OptionValue? own, bool visible)
    {
        var editable = !value.Definition.ReadOnly && value.Definition.EditableAt.Contains(scope.Kind);
        if (value.Definition.IsSecret)
        {
            return new SecretOption
            {
                Definition = value.Definition, IsSet = value.Effective is not null, Hint = own?.Hint, Provenance = value.Provenance, Editable = editable, Visible = visible,
                UpdatedAt = own?.UpdatedAt, UpdatedBy = own?.UpdatedBy,
            };
        }
        return new PlainOption
        {
            Definition = value.Definition, Configured = value.Configured, Inherited = value.Inherited, Effective = value.Effective,
            Provenance = value.Provenance, Editable = editable, Visible = visible, UpdatedAt = own?.UpdatedAt, UpdatedBy = own?.UpdatedBy,
        };
    }

    /// <summary>Whether the plugin has what it needs: its required field is truthy, or, where it names none, all required options that are visible have a value.</summary>
    internal static bool IsConfigured(PluginDeclaration plugin, IReadOnlyList<EffectiveValue> effective) => plugin.RequiredField is { } field
        ? effective.FirstOrDefault(value => value.Definition.Key == field) is { } required && IsTruthy(required.Effective)
        : HasRequired(effective);

    private static bool HasRequired(IReadOnlyList<EffectiveValue> effective)
    {
        bool[]? visible = null;
        for (var i = 0; i < effective.Count; i++)
            if (effective[i].Definition.Required && !IsPresent(effective[i].Effective) && ((visible ??= OptionVisibility.Of(effective))?[i] ?? true)) return false;
        return true;
    }

    private static bool IsTruthy(JsonElement? value) => IsPresent(value) && value!.Value switch
    {
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.Number } number => number.TryGetDecimal(out var amount) ? amount != 0 : number.GetDouble() != 0,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.Object } members => members.EnumerateObject().Any(),
        _ => true,
    };

    internal static bool IsPresent(JsonElement? value) => value switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => false,
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Length > 0,
        _ => true,
    };
}
