using System.Text.Json;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Values;

/// <summary>The values that one scope sets, by option key.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Values">Values as stored; for secrets any value stands for "set".</param>
public sealed record OptionLayer(OptionScope Scope, IReadOnlyDictionary<string, JsonElement> Values);

/// <summary>Where an effective value comes from.</summary>
public enum OptionProvenance
{
    /// <summary>No scope sets it and there is no default.</summary>
    Unset,

    /// <summary>The default of the definition.</summary>
    Default,

    Instance,
    Organization,
    Project,
    User,
}

/// <summary>One option as it is seen from a scope.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Configured">The value that the scope itself sets; null when it does not.</param>
/// <param name="Inherited">The value that would count if the scope set none; null when there is none, and at the instance, which inherits from nobody.</param>
/// <param name="Effective">The value that counts; null when there is none.</param>
/// <param name="Provenance">Where the effective value comes from.</param>
/// <param name="Source">The scope it comes from; null for defaults and unset options.</param>
public sealed record EffectiveValue(
    OptionDefinition Definition, JsonElement? Configured, JsonElement? Inherited, JsonElement? Effective, OptionProvenance Provenance, OptionScope? Source);

/// <summary>Brings the values of nested scopes together.</summary>
public static class EffectiveOptions
{
    /// <summary>Each option of the schema as seen from the innermost scope, in form order.</summary>
    /// <param name="schema">The plugin's options.</param>
    /// <param name="layers">The scopes from the innermost (the one asked for) to the outermost; those without values may be left out, but not the first.</param>
    public static IReadOnlyList<EffectiveValue> Merge(OptionSchema schema, IReadOnlyList<OptionLayer> layers)
    {
        var merged = new EffectiveValue[schema.Definitions.Count];
        for (var i = 0; i < merged.Length; i++) merged[i] = Merge(schema.Definitions[i], layers);
        return merged;
    }

    private static EffectiveValue Merge(OptionDefinition definition, IReadOnlyList<OptionLayer> layers)
    {
        JsonElement? configured = layers.Count > 0 && layers[0].Values.TryGetValue(definition.Key, out var own) ? own : null;
        // The outermost scope inherits from nobody (G54).
        var fallback = layers.Count > 0 && layers[0].Scope.Kind == OptionScopeKind.Instance ? null : definition.Default;
        var (inherited, inheritedFrom) = Look(definition, layers, 1);
        if (definition.Inheritance == OptionInheritance.Merge && definition.Inheritable)
        {
            var joined = Join(definition, layers, 0);
            if (joined is not null) return new(definition, configured, Join(definition, layers, 1) ?? fallback, joined, ProvenanceOf(configured is null ? inheritedFrom : layers[0].Scope), configured is null ? inheritedFrom : layers[0].Scope);
        }
        if (configured is not null) return new(definition, configured, inherited ?? fallback, configured, ProvenanceOf(layers[0].Scope), layers[0].Scope);
        if (inherited is not null) return new(definition, null, inherited, inherited, ProvenanceOf(inheritedFrom), inheritedFrom);
        return new(definition, null, fallback, definition.Default, definition.Default is null ? OptionProvenance.Unset : OptionProvenance.Default, null);
    }

    private static (JsonElement? Value, OptionScope? From) Look(OptionDefinition definition, IReadOnlyList<OptionLayer> layers, int start)
    {
        if (!definition.Inheritable) return (null, null);
        for (var i = start; i < layers.Count; i++)
        {
            if (layers[i].Values.TryGetValue(definition.Key, out var value)) return (value, layers[i].Scope);
        }
        return (null, null);
    }

    private static JsonElement? Join(OptionDefinition definition, IReadOnlyList<OptionLayer> layers, int start)
    {
        List<JsonElement>? items = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var layer in layers.Skip(start))
        {
            if (!layer.Values.TryGetValue(definition.Key, out var value) || value.ValueKind != JsonValueKind.Array) continue;
            items ??= [];
            foreach (var item in value.EnumerateArray())
            {
                if (seen.Add(item.GetRawText())) items.Add(item);
            }
        }
        return items is null ? null : JsonSerializer.SerializeToElement(items);
    }

    private static OptionProvenance ProvenanceOf(OptionScope? scope) => scope?.Kind switch
    {
        OptionScopeKind.Instance => OptionProvenance.Instance,
        OptionScopeKind.Organization => OptionProvenance.Organization,
        OptionScopeKind.Project => OptionProvenance.Project,
        OptionScopeKind.User => OptionProvenance.User,
        _ => OptionProvenance.Unset,
    };
}
