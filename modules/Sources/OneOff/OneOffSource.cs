namespace GraphQLPlugins.Sources.OneOff;

/// <summary>A source that stands for a few repositories, registered as data.</summary>
public sealed class OneOffSource
{
    private OneOffSource()
    {
    }

    internal OneOffSource(Guid organizationId, string name, string displayName, string? iconUrl, OneOffDefinition definition, string createdBy, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7(now);
        OrganizationId = organizationId;
        Name = name;
        DisplayName = displayName;
        IconUrl = iconUrl;
        Definition = definition;
        CreatedBy = createdBy;
        CreatedAt = now;
    }

    internal Guid Id { get; private set; }

    internal Guid OrganizationId { get; private set; }

    public string Name { get; private set; } = null!;

    public string DisplayName { get; private set; } = null!;

    public string? IconUrl { get; private set; }

    /// <summary>Repositories and the shape of the hook, as they were registered.</summary>
    internal OneOffDefinition Definition { get; private set; } = null!;

    internal string CreatedBy { get; private set; } = null!;

    internal DateTimeOffset CreatedAt { get; private set; }

    internal int Revision { get; private set; }

    internal OneOffProvider AsProvider() => new(this, Definition);
}
