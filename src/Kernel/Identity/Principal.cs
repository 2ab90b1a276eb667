namespace GraphQLPlugins.Kernel.Identity;

/// <summary>Whoever acts: a person or a program.</summary>
public sealed class Principal
{
    /// <summary>The administrator that a fresh installation starts with.</summary>
    public static readonly Guid AdministratorId = new("01900000-0000-7000-8000-000000000002");

    private Principal() { }

    internal Principal(Guid id, Guid organizationId, string name, DateTimeOffset createdAt)
    {
        Id = id;
        OrganizationId = organizationId;
        Name = name;
        CreatedAt = createdAt;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    /// <summary>Unique in the organization.</summary>
    public string Name { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }
}
