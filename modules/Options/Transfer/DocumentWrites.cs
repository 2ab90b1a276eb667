using System.Text.Json;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Transfer;

/// <summary>What a document wants written. All that is wrong with it is found, not only the first.</summary>
internal sealed class DocumentWrites
{
    private const int MaxProblems = 100;

    private readonly List<(OptionDefinition, JsonElement?)> _writes = [];
    private readonly List<OptionProblem> _problems = [];
    private readonly HeldOptions _set;

    private DocumentWrites(HeldOptions set) => _set = set;

    /// <exception cref="OptionInvalidException">The document cannot be followed; each problem has its pointer.</exception>
    public static IReadOnlyList<(OptionDefinition Definition, JsonElement? Value)> Of(HeldOptions set, JsonElement document, OptionImportMode mode)
    {
        var found = new DocumentWrites(set);
        if (found.OptionsOf(document) is { } options) found.Read(options, mode);
        return found._problems.Count == 0 ? found._writes : throw new OptionInvalidException([.. found._problems.Take(MaxProblems)]);
    }

    public static string Pointer(string key) => "/" + OptionDocument.Options + OptionWriter.Pointer(key);

    private JsonElement? OptionsOf(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            _problems.Add(new OptionProblem("", "The document must be an object.", ""));
            return null;
        }
        foreach (var member in document.EnumerateObject().Where(m => !OptionDocument.Members.Contains(m.Name)))
            _problems.Add(new OptionProblem("", $"A document has no such member; it has {string.Join(", ", OptionDocument.Members)}.", OptionWriter.Pointer(member.Name)));
        if (document.Property(OptionDocument.Plugin) is { } plugin && (plugin.ValueKind != JsonValueKind.String || plugin.GetString() != _set.Plugin.PluginId))
            _problems.Add(new OptionProblem("", $"The document is not of the plugin '{_set.Plugin.PluginId}'.", "/" + OptionDocument.Plugin));
        if (document.Property(OptionDocument.Options) is { ValueKind: JsonValueKind.Object } options) return options;
        _problems.Add(new OptionProblem("", "The document must have its options here, as an object.", "/" + OptionDocument.Options));
        return null;
    }

    private void Read(JsonElement options, OptionImportMode mode)
    {
        var schema = _set.Plugin.Options();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in options.EnumerateObject())
        {
            named.Add(member.Name);
            if (_problems.Count >= MaxProblems) return;
            if (schema.Find(member.Name) is { } definition) Read(definition, member.Value);
            else Refuse(member.Name, $"The plugin '{_set.Plugin.PluginId}' has no such option.");
        }
        if (mode == OptionImportMode.Replace)
        {
            foreach (var key in _set.Own.Keys.Where(key => !named.Contains(key)))
                if (schema.Find(key) is not { ReadOnly: true }) _writes.Add((schema.Find(key) ?? PluginOptions.Undeclared(key), null));
        }
        if (_writes.Count > OptionWriter.MaxWrites) _problems.Add(new OptionProblem("", $"One call may change at most {OptionWriter.MaxWrites} options.", "/" + OptionDocument.Options));
    }

    private void Read(OptionDefinition definition, JsonElement value)
    {
        var given = OptionValueCheck.Given(definition, value);
        if (OptionWriter.IsKept(definition, _set.Own.GetValueOrDefault(definition.Key), given)) return;
        if (definition.ReadOnly) Refuse(definition.Key, "Only the plugin itself sets it.");
        else if (!definition.EditableAt.Contains(_set.Scope.Kind)) Refuse(definition.Key, $"It may be set at {definition.EditableAtText}.");
        else if (given is null) _writes.Add((definition, null));
        else if (definition.IsSecret) ReadSecret(definition, value);
        else if (OptionValueCheck.Problem(definition, value) is { } problem) Refuse(definition.Key, problem);
        else _writes.Add((definition, value));
    }

    private void ReadSecret(OptionDefinition definition, JsonElement value)
    {
        if (OptionDocument.ReferenceOf(value) is not { } key) Refuse(definition.Key, "A document holds secrets by reference only; set the value with setOption and take it out here.");
        else if (key != definition.Key) Refuse(definition.Key, "The reference names another option.");
        else if (!_set.Own.ContainsKey(key)) Refuse(definition.Key, "The secret is not set at this scope; set it with setOption first, or take it out here.");
    }

    private void Refuse(string key, string problem) => _problems.Add(new OptionProblem(key, problem, Pointer(key)));
}
