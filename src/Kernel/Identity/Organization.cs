namespace GraphQLPlugins.Kernel.Identity;

/// <summary>An owner of projects, installations and tokens. Nothing of one organization is visible to another.</summary>
public sealed class Organization
{
    /// <summary>The organization that a fresh installation starts with.</summary>
    public static readonly Guid DefaultId = new("01900000-0000-7000-8000-000000000001");

    private Organization() { }

    internal Organization(Guid id, string name, DateTimeOffset createdAt)
    {
        Id = id;
        Name = name;
        CreatedAt = createdAt;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    /// <summary>Unique, for people.</summary>
    public string Name { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}
