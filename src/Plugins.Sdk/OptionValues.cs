using System.Text.Json;

namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>A plugin's options as a scope sees them: of each the value that counts, secrets in plain text. Keep them no longer than the call.</summary>
/// <param name="values">By key; those without a value are left out.</param>
/// <param name="secrets">The keys of those that are secrets; null for none.</param>
public sealed class OptionValues(IReadOnlyDictionary<string, JsonElement> values, IReadOnlySet<string>? secrets = null)
{
    /// <summary>No options at all.</summary>
    public static OptionValues None { get; } = new(new Dictionary<string, JsonElement>());

    /// <summary>The keys that have a value, in no particular order.</summary>
    public IEnumerable<string> Keys => values.Keys;

    /// <summary>Whether the option is a secret, so that its value must not be shown.</summary>
    public bool IsSecret(string key) => secrets?.Contains(key) is true;

    /// <summary>The value that counts; null when there is none.</summary>
    public JsonElement? this[string key] => values.TryGetValue(key, out var value) ? value : null;

    /// <summary>The value as text; null when there is none, or it is no text.</summary>
    public string? Text(string key) => this[key] is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Whether the value is true.</summary>
    public bool IsTrue(string key) => this[key] is { ValueKind: JsonValueKind.True };

    /// <summary>The value as a number; null when there is none, or it is no number of this size.</summary>
    public decimal? Number(string key) => this[key] is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) ? number : null;
}
