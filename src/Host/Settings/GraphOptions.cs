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

    /// <summary>Documents that clients name by id instead of sending them.</summary>
    public DocumentOptions Documents { get; set; } = new();
}

/// <summary>The settings below <c>Graph:Documents</c>.</summary>
public sealed class DocumentOptions
{
    /// <summary>A folder of trusted documents, <c>{id}.graphql</c> each, besides those that are registered in the database; null for none.</summary>
    public string? Folder { get; set; }

    /// <summary>Whether clients may send a document with its SHA-256 once and then the hash alone (automatic persisted queries).</summary>
    public bool Automatic { get; set; } = true;

    /// <summary>Whether only trusted documents run: any other is refused with HC0067, the IDE's own too.</summary>
    public bool OnlyTrusted { get; set; }
}
