using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Host.Settings;

/// <summary>The settings below <c>Graph</c>.</summary>
public sealed class GraphOptions
{
    /// <summary>Whether clients may ask for the schema: <c>__schema</c>, <c>__type</c>, and its text for download.</summary>
    public bool Introspection { get; set; } = true;

    /// <summary>Whether a browser gets an IDE at the endpoint.</summary>
    public bool Ide { get; set; } = true;

    /// <summary>Most that an operation's fields may cost together; a field that asks the database costs 10.</summary>
    [Range(1, int.MaxValue)]
    public int MaxFieldCost { get; set; } = 10_000;

    /// <summary>Most objects that an operation may be expected to return.</summary>
    [Range(1, int.MaxValue)]
    public int MaxTypeCost { get; set; } = 10_000;
}
