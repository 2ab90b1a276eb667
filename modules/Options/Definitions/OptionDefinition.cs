using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>The kinds of option values.</summary>
public enum OptionType
{
    /// <summary>One line of text.</summary>
    String,

    /// <summary>Several lines of text.</summary>
    Text,

    /// <summary>Text that is written but never read back.</summary>
    Secret,

    Boolean,

    /// <summary>A whole number of 32 bits.</summary>
    Int,

    /// <summary>A whole number of 64 bits.</summary>
    Long,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>One of the choices.</summary>
    Select,

    /// <summary>Some of the choices.</summary>
    Multiselect,

    /// <summary>A list of texts.</summary>
    Array,

    /// <summary>An absolute http or https address.</summary>
    Url,

    /// <summary>Any JSON.</summary>
    Json,

    /// <summary>A secret that the server makes up on request.</summary>
    Generated,

    /// <summary>Nobody sets it; the plugin's hook says what is shown when it is read.</summary>
    Output,
}

/// <summary>How values of several scopes come together.</summary>
public enum OptionInheritance
{
    /// <summary>The innermost scope that sets the key wins.</summary>
    Override,

    /// <summary>Lists are joined, inner values first, each value once.</summary>
    Merge,
}

/// <summary>The kinds of scopes, from the outermost.</summary>
public enum OptionScopeKind
{
    Instance,
    Organization,
    Project,
    User,
}

/// <summary>A value that may be chosen.</summary>
/// <param name="Value">The value as stored.</param>
/// <param name="Label">What people read.</param>
public sealed record OptionChoice(string Value, string Label);

/// <summary>One option of a plugin, whatever form its author declared it in.</summary>
public sealed record OptionDefinition
{
    /// <summary>The key, unique in the plugin; compared ordinally.</summary>
    public required string Key { get; init; }

    /// <summary>What people read beside the input.</summary>
    public required string Label { get; init; }

    /// <summary>A sentence of help; null when the author gave none.</summary>
    public string? Help { get; init; }

    /// <summary>An example shown in the empty input; null when the author gave none.</summary>
    public string? Placeholder { get; init; }

    /// <summary>The kind of value.</summary>
    public required OptionType Type { get; init; }

    /// <summary>Whether the plugin needs a value.</summary>
    public bool Required { get; init; }

    /// <summary>The value when no scope sets one; null when there is none. Secrets have none.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>The values that may be chosen, in order; empty for free values.</summary>
    public IReadOnlyList<OptionChoice> Choices { get; init; } = [];

    /// <summary>The least number; null: no bound.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>The greatest number; null: no bound.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>The fewest characters of a text; null: no bound.</summary>
    public int? MinLength { get; init; }

    /// <summary>The most characters of a text; null: no bound.</summary>
    public int? MaxLength { get; init; }

    /// <summary>A regular expression that the text must contain a match of; null: none.</summary>
    public string? Pattern { get; init; }

    /// <summary>How values are made up; null unless the type is GENERATED.</summary>
    public OptionGeneration? Generation { get; init; }

    /// <summary>Whether only the plugin itself may write the value.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Scopes at which the value may be set.</summary>
    public IReadOnlyList<OptionScopeKind> EditableAt { get; init; } = AllScopes;

    /// <summary>Whether inner scopes see the values of outer ones.</summary>
    public bool Inheritable { get; init; } = true;

    /// <summary>How values of several scopes come together.</summary>
    public OptionInheritance Inheritance { get; init; }

    /// <summary>Why not to use it; null when it is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>The heading under which it is shown; null: none.</summary>
    public string? Section { get; init; }

    /// <summary>
    /// What must hold of other options for this one to count, all of it; empty: always. One that is not visible is not required, whatever <c>required</c> says.
    /// </summary>
    public IReadOnlyList<OptionCondition> VisibleWhen { get; init; } = [];

    /// <summary>0-based place in the form.</summary>
    public int Order { get; init; }

    /// <summary>Whether the value is never shown.</summary>
    public bool IsSecret => Type is OptionType.Secret or OptionType.Generated;

    /// <summary>The scopes at which the value may be set, in words.</summary>
    internal string EditableAtText => string.Join(", ", EditableAt.Select(scope => scope.ToString().ToUpperInvariant()));

    internal static IReadOnlyList<OptionScopeKind> AllScopes { get; } =
        [OptionScopeKind.Instance, OptionScopeKind.Organization, OptionScopeKind.Project, OptionScopeKind.User];
}
