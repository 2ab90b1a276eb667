using System.Text.Json;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Values;

/// <summary>One option as a scope sees it.</summary>
[InterfaceType("OptionItem")]
public interface IOptionItem
{
    /// <summary>What the option is.</summary>
    OptionDefinition Definition { get; }

    /// <summary>Where the value that counts comes from.</summary>
    OptionProvenance Provenance { get; }

    /// <summary>Whether the option may be set at this scope.</summary>
    bool Editable { get; }

    /// <summary>Whether the conditions of <c>visibleWhen</c> hold here. What is not visible is kept as it is, and not required.</summary>
    bool Visible { get; }

    /// <summary>What a person should know: that it is deprecated, or that what is stored no longer fits; null when there is nothing.</summary>
    string? Warning { get; }

    /// <summary>When the scope's own value was last written; null when it has none.</summary>
    DateTimeOffset? UpdatedAt { get; }

    /// <summary>Who wrote the scope's own value; null when it has none.</summary>
    string? UpdatedBy { get; }
}

/// <summary>An option whose value may be read.</summary>
[ObjectType("PlainOption")]
public sealed class PlainOption : IOptionItem
{
    /// <inheritdoc/>
    public required OptionDefinition Definition { get; init; }

    /// <summary>The value that the scope itself sets; null when it sets none.</summary>
    public JsonElement? Configured { get; init; }

    /// <summary>The value that would count without the scope's own; null when there is none, and at the instance, which inherits from nobody: see the definition's default.</summary>
    public JsonElement? Inherited { get; init; }

    /// <summary>The value that counts; null when there is none.</summary>
    public JsonElement? Effective { get; init; }

    /// <inheritdoc/>
    public required OptionProvenance Provenance { get; init; }

    /// <inheritdoc/>
    public required bool Editable { get; init; }

    /// <inheritdoc/>
    public required bool Visible { get; init; }

    /// <inheritdoc/>
    public string? Warning => Problem ?? OptionSet.WarningOf(Definition);

    /// <inheritdoc/>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <inheritdoc/>
    public string? UpdatedBy { get; init; }

    /// <summary>What is wrong with the value that counts; null when nothing is, and for defaults, which are the plugin's own.</summary>
    internal string? Problem => Effective is { } value && Provenance != OptionProvenance.Default ? OptionValueCheck.Problem(Definition, value) : null;

    /// <summary>The same with another value that counts; where the scope's own value is what counts, that one too.</summary>
    internal PlainOption Showing(JsonElement? effective) => new()
    {
        Definition = Definition, Configured = Configured is null ? null : effective, Inherited = Inherited, Effective = effective,
        Provenance = Provenance, Editable = Editable, Visible = Visible, UpdatedAt = UpdatedAt, UpdatedBy = UpdatedBy,
    };
}

/// <summary>An option whose value is written but never read.</summary>
[ObjectType("SecretOption")]
public sealed class SecretOption : IOptionItem
{
    /// <inheritdoc/>
    public required OptionDefinition Definition { get; init; }

    /// <summary>Whether a value counts here, the scope's own or an inherited one.</summary>
    public required bool IsSet { get; init; }

    /// <summary>The last characters of the scope's own value when it is long enough; null else.</summary>
    public string? Hint { get; init; }

    /// <inheritdoc/>
    public required OptionProvenance Provenance { get; init; }

    /// <inheritdoc/>
    public required bool Editable { get; init; }

    /// <inheritdoc/>
    public required bool Visible { get; init; }

    /// <inheritdoc/>
    public string? Warning => OptionSet.WarningOf(Definition);

    /// <inheritdoc/>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <inheritdoc/>
    public string? UpdatedBy { get; init; }
}

/// <summary>All options of a plugin as one scope sees them.</summary>
public sealed class OptionSet
{
    /// <summary>The plugin.</summary>
    public required string PluginId { get; init; }

    /// <summary>The scope as text: <c>instance</c>, <c>organization:ID</c>, <c>project:ID</c>, <c>user:ID</c> or <c>user:ID/project:ID</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>SHA-256 of the scope's own values in hexadecimal; give it back as <c>expectedEtag</c> to change exactly what was read.</summary>
    public required string Etag { get; init; }

    /// <summary>Whether the plugin has what it needs: the field that it requires is set and neither empty, zero nor false; where it names none, every required option that is visible has a value.</summary>
    public required bool IsConfigured { get; init; }

    /// <summary>The options in form order.</summary>
    public required IReadOnlyList<IOptionItem> Items { get; init; }

    /// <summary>What keeps the plugin from working as it is set here: required options without a value, and values that do not fit, among the visible ones; empty when nothing does.</summary>
    public IReadOnlyList<OptionProblem> Errors => [.. Items.Select(item => (item.Definition.Key, Problem: ProblemOf(item))).Where(found => found.Problem is not null)
        .Select(found => new OptionProblem(found.Key, found.Problem!, OptionWriter.Pointer(found.Key)))];

    internal static string? WarningOf(OptionDefinition definition) => definition.DeprecationReason is { } reason ? $"The option is deprecated: {reason}" : null;

    private static string? ProblemOf(IOptionItem item) => item switch
    {
        { Visible: false } => null,
        PlainOption { Effective: null, Definition.Required: true } or SecretOption { IsSet: false, Definition.Required: true } => "A value is required.",
        PlainOption plain => plain.Problem,
        _ => null,
    };

    /// <summary>The same with other items.</summary>
    internal OptionSet With(IReadOnlyList<IOptionItem> items) => new() { PluginId = PluginId, Scope = Scope, Etag = Etag, IsConfigured = IsConfigured, Items = items };
}
