using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>All options of one plugin version, in form order, read from what its author declared.</summary>
public sealed class OptionSchema
{
    private readonly Dictionary<string, OptionDefinition> _byKey;

    /// <summary>Options in form order; keys must be unique.</summary>
    public OptionSchema(IReadOnlyList<OptionDefinition> definitions)
    {
        Definitions = definitions;
        _byKey = definitions.ToDictionary(d => d.Key, StringComparer.Ordinal);
    }

    /// <summary>A plugin without options.</summary>
    public static OptionSchema Empty { get; } = new([]);

    /// <summary>The options in form order.</summary>
    public IReadOnlyList<OptionDefinition> Definitions { get; }

    /// <summary>The option of this key, or null.</summary>
    public OptionDefinition? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>
    /// Reads what a plugin declares. Three forms are understood, each bare or as the template's part <c>options</c>: a JSON Schema object (draft-7),
    /// a form with <c>settings</c> (optionally in <c>sections</c>), and an array of fields or parameter entries.
    /// </summary>
    /// <param name="declaration">The template; undefined or null means no options.</param>
    /// <returns>The options; entries that are not understood are left out, duplicates keep the first.</returns>
    public static OptionSchema Read(JsonElement declaration)
    {
        var found = declaration.ValueKind switch
        {
            JsonValueKind.Array => FieldListReader.Read(declaration),
            JsonValueKind.Object => ReadObject(declaration),
            _ => [],
        };
        var unique = new List<OptionDefinition>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in found.OrderBy(definition => definition.Order))
        {
            if (definition.Key.Length > 0 && keys.Add(definition.Key)) unique.Add(definition with { Order = unique.Count });
        }
        return unique.Count == 0 ? Empty : new OptionSchema([.. unique.Select(definition => Settled(definition, unique))]);
    }

    /// <summary>The rules that hold whatever form an option was declared in: lists are inherited only where they are joined, and conditions look at other options, never at a secret's value.</summary>
    private static OptionDefinition Settled(OptionDefinition definition, List<OptionDefinition> all)
    {
        if (definition is { Type: OptionType.Array, Inheritance: not OptionInheritance.Merge, Inheritable: true }) definition = definition with { Inheritable = false };
        if (definition.Type == OptionType.Output) definition = definition with { ReadOnly = true, Required = false };
        return definition.VisibleWhen.Count == 0 ? definition : definition with { VisibleWhen = [.. definition.VisibleWhen.Where(IsUsable)] };

        bool IsUsable(OptionCondition condition) => condition.Key != definition.Key
            && (all.Find(other => other.Key == condition.Key) is { } other ? !other.IsSecret || condition.Operator is OptionConditionOperator.IsSet or OptionConditionOperator.IsNotSet
                : condition.Key == PluginOptions.EnabledKey);
    }

    private static IEnumerable<OptionDefinition> ReadObject(JsonElement declaration)
    {
        if (declaration.Property("options") is { } options) return ReadPart(options);
        if (declaration.Property("settings") is not null || declaration.Property("sections") is not null) return FormReader.Read(declaration);
        return declaration.Property("properties") is not null ? JsonSchemaReader.Read(declaration) : [];
    }

    // A template's part: a schema, a form, or a list of fields.
    private static IEnumerable<OptionDefinition> ReadPart(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Array) return FieldListReader.Read(part);
        if (part.Property("schema") is { } schema) return JsonSchemaReader.Read(schema);
        return part.Property("settings") switch
        {
            { ValueKind: JsonValueKind.Object } form => FormReader.Read(form),
            { ValueKind: JsonValueKind.Array } => FormReader.Read(part),
            _ => [],
        };
    }
}
