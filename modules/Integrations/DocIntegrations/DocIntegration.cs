using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.DocIntegrations;

/// <summary>A link under a title.</summary>
/// <param name="Title">The title.</param>
/// <param name="Url">The address.</param>
public sealed record DocResource(string Title, string Url);

/// <summary>An integration that is only documented here: somebody else runs it. Made by the server's staff, seen by everybody.</summary>
public sealed class DocIntegration
{
    internal const int MaxNameLength = 64;
    internal const int MaxAuthorLength = 255;
    internal const int MaxDescriptionLength = 10_000;
    internal const int MaxUrlLength = 512;
    private const int MaxResources = 20;

    private DocIntegration()
    {
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    /// <summary>Its name in calls and addresses. Unique; never changes.</summary>
    public string Slug { get; private set; } = null!;

    /// <summary>The name shown to people.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>Who made it.</summary>
    public string Author { get; private set; } = null!;

    /// <summary>What it does.</summary>
    public string Description { get; private set; } = null!;

    /// <summary>Where it is documented.</summary>
    public string Url { get; private set; } = null!;

    /// <summary>Orders directories; from 0 to 32767.</summary>
    public int Popularity { get; private set; } = 1;

    /// <summary>Whether only the staff sees it yet.</summary>
    public bool IsDraft { get; private set; } = true;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    internal IReadOnlyList<DocResource> Resources { get; private set; } = [];

    /// <summary>Names of <see cref="AppFeatureKind"/>, as the graph shows them.</summary>
    internal List<string> Features { get; private set; } = [];

    internal int Revision { get; private set; }

    internal string Etag => $"\"{Id:N}-{Revision}\"";

    internal static DocIntegration Create(string name, DocIntegrationDetails details, DateTimeOffset now)
    {
        var doc = new DocIntegration { Id = OrderedId.Next(now), CreatedAt = now };
        doc.Take(new Optional<string?>(name), details, now);
        doc.Slug = AppSlug.Of(doc.Name);
        return doc;
    }

    /// <summary>Takes over what is given, and checks it as a whole.</summary>
    internal void Take(Optional<string?> name, DocIntegrationDetails details, DateTimeOffset now)
    {
        if (name.HasValue) Name = Text.Required(name.Value, "name", MaxNameLength);
        if (details.Author is { HasValue: true } author) Author = Text.Required(author.Value, "author", MaxAuthorLength);
        if (details.Description is { HasValue: true } description) Description = Text.Required(description.Value, "description", MaxDescriptionLength);
        if (details.Url is { HasValue: true } url) Url = WebAddress.Followed(url.Value, "url", MaxUrlLength) ?? throw new InputInvalidException("url", "The text is empty.");
        if (details.Popularity is { HasValue: true, Value: { } popularity })
            Popularity = popularity is >= 0 and <= App.MaxPopularity ? popularity : throw new InputInvalidException("popularity", $"It must be from 0 to {App.MaxPopularity}.");
        if (details.IsDraft is { HasValue: true, Value: { } isDraft }) IsDraft = isDraft;
        if (details.Features is { HasValue: true } features) Features = [.. (features.Value ?? []).Distinct().Order().Select(feature => feature.InGraph())];
        if (details.Resources is { HasValue: true } resources) Resources = Checked(resources.Value ?? []);
        if (Author is null) throw new InputInvalidException("author", "The text is empty.");
        if (Description is null) throw new InputInvalidException("description", "The text is empty.");
        if (Url is null) throw new InputInvalidException("url", "The text is empty.");
        UpdatedAt = now;
        Revision++;
    }

    private static List<DocResource> Checked(IReadOnlyList<DocResource> resources)
    {
        if (resources.Count > MaxResources)
            throw new InputInvalidException("resources", $"The list has {resources.Count} entries; at most {MaxResources} are allowed.");
        return [.. resources.Select(r => new DocResource(
            Text.Required(r.Title, "resources", 255), WebAddress.Followed(r.Url, "resources", MaxUrlLength) ?? throw new InputInvalidException("resources", "The text is empty.")))];
    }
}
