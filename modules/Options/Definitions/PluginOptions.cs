using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>The options that a plugin of the catalog declares.</summary>
internal static class PluginOptions
{
    private static readonly ConditionalWeakTable<DeclaredOptions, OptionSchema> Schemas = [];

    /// <summary>The plugin's options, with <c>enabled</c>, which every plugin has, at the end. Read once for each declaration.</summary>
    public static OptionSchema Options(this PluginDeclaration plugin) => Schemas.GetValue(plugin.Declared, _ => Read(plugin));

    /// <summary>The options with what is stored as a secret treated as one, whatever is declared of it now.</summary>
    public static OptionSchema Seeing(this OptionSchema schema, IReadOnlyList<OptionValue> stored)
    {
        HashSet<string>? hidden = null;
        foreach (var value in stored)
            if (value.Json is null && schema.Find(value.Key) is { IsSecret: false }) (hidden ??= new(StringComparer.Ordinal)).Add(value.Key);
        return hidden is null ? schema : new OptionSchema([.. schema.Definitions.Select(d => hidden.Contains(d.Key) ? d with { Type = OptionType.Secret, Default = null } : d)]);
    }

    /// <summary>Stands in for a key that the plugin declares no more: it is treated as a secret.</summary>
    public static OptionDefinition Undeclared(string key) => new() { Key = key, Label = Labels.FromKey(key), Type = OptionType.Secret };

    private static OptionSchema Read(PluginDeclaration plugin)
    {
        var declared = plugin.Declared.Template is { } template ? OptionSchema.Read(template) : OptionSchema.Empty;
        var isOn = JsonSerializer.SerializeToElement(plugin.ProjectDefaultEnabled || !plugin.CanDisable);
        // Whatever an author calls "enabled" is the switch; of that only the words are the author's.
        if (declared.Find(EnabledKey) is { } own)
            return new OptionSchema([.. declared.Definitions.Select(d => d == own ? Switch(own.Label, own.Order, isOn) with { Help = own.Help, Section = own.Section } : d)]);
        return new OptionSchema([.. declared.Definitions, Switch("Enabled", declared.Definitions.Count, isOn)]);
    }

    private static OptionDefinition Switch(string label, int order, JsonElement isOn) =>
        new() { Key = EnabledKey, Label = label, Type = OptionType.Boolean, Order = order, Default = isOn };

    /// <summary>The reserved key of the switch that every plugin has (P9).</summary>
    public const string EnabledKey = "enabled";
}
