using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Hooks;
using GraphQLPlugins.Options.Release;
using GraphQLPlugins.Options.Values;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Options.Trials;

/// <summary>A plugin's options as they would be if unsaved values were saved.</summary>
/// <param name="Seen">The options without secrets.</param>
/// <param name="Secrets">Unsaved secrets in plain text; they are nowhere else.</param>
internal sealed record TriedOptions(SeenOptions Seen, IReadOnlyDictionary<string, JsonElement> Secrets);

/// <summary>Puts unsaved values over stored ones. Nothing is written.</summary>
internal sealed class OptionTrial(PluginOptionValues options, PluginCalls calls, Actor actor)
{
    /// <exception cref="OptionUnknownException">A key is not among the plugin's options.</exception>
    /// <exception cref="OptionNotEditableException">An option cannot be set at this scope.</exception>
    /// <exception cref="OptionInvalidException">Values could not be saved like this; all problems are named.</exception>
    /// <exception cref="EtagMismatchException">Somebody changed the scope's set.</exception>
    public async Task<TriedOptions> SeeAsync(PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, IReadOnlyList<OptionWrite> unsaved, string? expectedEtag, CancellationToken ct)
    {
        var (seen, own, writes) = await CheckAsync(plugin, chain, unsaved, expectedEtag, ct);
        if (writes.Count == 0) return new TriedOptions(seen, new Dictionary<string, JsonElement>());
        if (calls.FindWithHooks(actor.OrganizationId, plugin.PluginId) is { } hooks) writes = await calls.RewrittenAsync(actor.OrganizationId, hooks, chain[0], writes, own, isRehearsal: true, ct);
        return Over(seen, chain, writes);
    }

    /// <summary>Only what <see cref="SeeAsync"/> checks without the plugin.</summary>
    /// <inheritdoc cref="SeeAsync"/>
    public async Task<(SeenOptions Seen, IReadOnlyDictionary<string, OptionValue> Own, IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> Writes)> CheckAsync(
        PluginDeclaration plugin, IReadOnlyList<OptionScope> chain, IReadOnlyList<OptionWrite> unsaved, string? expectedEtag, CancellationToken ct)
    {
        var seen = WithoutForeignSecrets(await options.SeeAsync(actor.OrganizationId, plugin, chain, ct));
        var own = seen.Stored.Where(v => v.ScopeKey == chain[0].Key).ToDictionary(v => v.Key, StringComparer.Ordinal);
        var writes = OptionWriter.Check(plugin, chain[0], unsaved, own);
        if (expectedEtag is not null && OptionSetReader.EtagOf(own.Values) is var actual && actual != expectedEtag) throw new EtagMismatchException(expectedEtag, actual);
        OptionWriter.CheckMasks(writes, own);
        return (seen, own, writes);
    }

    /// <summary>The options for the plugin, secrets among them; the audit knows of it where stored ones are opened.</summary>
    public async Task<OptionValues> ReleaseAsync(TriedOptions tried, int generation, CancellationToken ct)
    {
        var released = await options.ReleaseAsync(actor.OrganizationId, generation, tried.Seen, ct);
        if (tried.Secrets.Count == 0) return released;
        var values = released.Keys.ToDictionary(key => key, key => released[key]!.Value, StringComparer.Ordinal);
        var secrets = released.Keys.Where(released.IsSecret).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, value) in tried.Secrets)
        {
            values[key] = value;
            secrets.Add(key);
        }
        return new OptionValues(values, secrets);
    }

    /// <summary>Everybody writes their own options, so at a user's scope the plugin gets the user's own secrets alone: else anybody could have all others sent to an address of theirs.</summary>
    private static SeenOptions WithoutForeignSecrets(SeenOptions seen) => seen.Scope.Kind != OptionScopeKind.User ? seen
        : seen with { Stored = [.. seen.Stored.Where(v => v.Protected is null || v.ScopeKey.StartsWith("user:", StringComparison.Ordinal))] };

    private static TriedOptions Over(SeenOptions seen, IReadOnlyList<OptionScope> chain, IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> writes)
    {
        var keys = writes.Select(w => w.Definition.Key).ToHashSet(StringComparer.Ordinal);
        var stored = seen.Stored.Where(v => v.ScopeKey != chain[0].Key || !keys.Contains(v.Key)).ToList();
        var layers = OptionSetReader.LayersOf(chain, stored);
        var own = new Dictionary<string, JsonElement>(layers[0].Values, StringComparer.Ordinal);
        foreach (var (definition, value) in writes)
            if (value is { } given) own[definition.Key] = given;
        layers[0] = new OptionLayer(chain[0], own);
        var secrets = writes.Where(w => w.Definition.IsSecret && w.Value is not null).ToDictionary(w => w.Definition.Key, w => w.Value!.Value, StringComparer.Ordinal);
        return new TriedOptions(seen with { Effective = EffectiveOptions.Merge(seen.Plugin.Options(), layers), Stored = stored }, secrets);
    }
}
