using System.Text.Json;
using GraphQLPlugins.Integrations.Providers;

namespace GraphQLPlugins.Integrations.Forms;

/// <summary>How a value is asked for.</summary>
public enum FormFieldType
{
    /// <summary>A line of text.</summary>
    String,

    /// <summary>Text of several lines.</summary>
    Text,

    /// <summary>A text that is never shown again.</summary>
    Secret,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>One of the choices.</summary>
    Select,

    /// <summary>Several of the choices: a list.</summary>
    Multiselect,

    /// <summary>Rows with columns: a list of objects.</summary>
    Table,

    /// <summary>Values for some of the choices: an object of objects, by choice and column.</summary>
    ChoiceMapper,

    /// <summary>Projects of this server and what each stands for at the vendor: a list of pairs of ids.</summary>
    ProjectMapper,
}

/// <summary>Something to choose.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Label">What is shown.</param>
public sealed record FormChoice(string Value, string Label);

/// <summary>A column of rows or of a mapping.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Label">What is shown.</param>
public sealed record FormColumn(string Name, string Label)
{
    /// <summary>Whether it is never shown again.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What can be chosen; null takes any text.</summary>
    public IReadOnlyList<FormChoice>? Choices { get; init; }
}

/// <summary>One value that a form asks for (N6).</summary>
public sealed record FormField(string Name, FormFieldType Type, string Label)
{
    /// <summary>What it means.</summary>
    public string? Help { get; init; }

    /// <summary>Shown while it is empty.</summary>
    public string? Placeholder { get; init; }

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What it is without being given; null is nothing.</summary>
    public JsonElement? DefaultValue { get; init; }

    /// <summary>What can be chosen; null when any text can be, or when only the vendor knows.</summary>
    public IReadOnlyList<FormChoice>? Choices { get; init; }

    /// <summary>Of rows and mappings; empty for others.</summary>
    public IReadOnlyList<FormColumn> Columns { get; init; } = [];

    /// <summary>Whether changing it may change the other fields, so that they are to be asked for anew.</summary>
    public bool UpdatesForm { get; init; }

    /// <summary>Whether it cannot be used.</summary>
    public bool Disabled => DisabledReason is not null;

    /// <summary>Why it cannot be used; null when it can.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>The feature without which it cannot be used.</summary>
    internal IntegrationFeature? Feature { get; init; }
}
