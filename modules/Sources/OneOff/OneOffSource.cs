using System.Text.Json;

namespace GraphQLPlugins.Sources.OneOff;

/// <summary>A source that stands for a few repositories, registered as data.</summary>
public sealed class OneOffSource
{
    private OneOffSource()
    {
    }

    internal Guid Id { get; private set; }

    internal Guid OrganizationId { get; private set; }

    public string Name { get; private set; } = null!;

    public string DisplayName { get; private set; } = null!;

    public string? IconUrl { get; private set; }

    /// <summary>Repositories and the shape of the hook, as they were registered.</summary>
    internal JsonElement Definition { get; private set; }

    internal string CreatedBy { get; private set; } = null!;

    internal DateTimeOffset CreatedAt { get; private set; }

    internal int Revision { get; private set; }
}
