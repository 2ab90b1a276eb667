using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Enablement;

/// <summary>Why a plugin works somewhere or does not: the first of the three switches that decides.</summary>
public enum EnablementReason
{
    /// <summary>The catalog does not allow its use.</summary>
    CatalogDisabled,

    /// <summary>The organization has not installed it, or it is out of use.</summary>
    NotRunning,

    /// <summary>It runs, and cannot be switched off.</summary>
    AlwaysEnabled,

    /// <summary>It was switched on, at the scope or at one around it.</summary>
    SwitchedOn,

    /// <summary>It was switched off, at the scope or at one around it.</summary>
    SwitchedOff,

    /// <summary>Nobody said anything, and it is on then.</summary>
    OnByDefault,

    /// <summary>Nobody said anything, and it is off then.</summary>
    OffByDefault,
}

/// <summary>Whether a plugin works at a scope: the three switches in one place. The entry may be used, the installation runs, and the project or user has it on.</summary>
/// <param name="IsEnabled">All three taken together.</param>
/// <param name="Reason">Which of them decides.</param>
/// <param name="Provenance">The kind of scope at which the switch is set; <c>DEFAULT</c> when none says anything.</param>
/// <param name="Scope">The scope at which the switch is set, as text; null when none says anything.</param>
[GraphQLName("PluginEnablement")]
public sealed record PluginEnablement(bool IsEnabled, EnablementReason Reason, OptionProvenance Provenance, string? Scope)
{
    /// <summary>
    /// The catalog's state, then the installation's, then the switch: off at the instance is off everywhere; else one that cannot be disabled is on; else the innermost
    /// scope that says anything counts, then, in a project, what the publisher says, and on elsewhere (P10).
    /// </summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="effective">Its options as the scope sees them.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="atInstance">The switch at the instance; null when it is not set there.</param>
    internal static PluginEnablement Of(PluginDeclaration plugin, IReadOnlyList<EffectiveValue> effective, OptionScope scope, JsonElement? atInstance)
    {
        var value = effective.First(v => v.Definition.Key == PluginOptions.EnabledKey);
        var isOff = IsOffEverywhere(atInstance);
        if (isOff) value = value with { Effective = atInstance, Provenance = OptionProvenance.Instance, Source = OptionScope.Instance };
        var isOn = value.Source is null && scope.ProjectId is null || value.Effective is { ValueKind: JsonValueKind.True };
        var reason = Decide(plugin, value, isOn, isOff);
        return new PluginEnablement(reason is EnablementReason.AlwaysEnabled or EnablementReason.SwitchedOn or EnablementReason.OnByDefault, reason, value.Provenance, value.Source?.Key);
    }

    /// <summary>The switch at the instance among stored values; null when it is not set there.</summary>
    internal static JsonElement? AtInstance(IEnumerable<OptionValue> values) =>
        values.FirstOrDefault(value => value.Key == PluginOptions.EnabledKey && value.ScopeKey == OptionScope.Instance.Key)?.Shown;

    internal static bool IsOffEverywhere(JsonElement? atInstance) => atInstance is { ValueKind: JsonValueKind.False };

    private static EnablementReason Decide(PluginDeclaration plugin, EffectiveValue value, bool isOn, bool isOff)
    {
        if (!plugin.IsEnabled) return EnablementReason.CatalogDisabled;
        if (!plugin.IsRunning) return EnablementReason.NotRunning;
        if (isOff) return EnablementReason.SwitchedOff;
        if (!plugin.CanDisable) return EnablementReason.AlwaysEnabled;
        if (value.Source is null) return isOn ? EnablementReason.OnByDefault : EnablementReason.OffByDefault;
        return isOn ? EnablementReason.SwitchedOn : EnablementReason.SwitchedOff;
    }
}
