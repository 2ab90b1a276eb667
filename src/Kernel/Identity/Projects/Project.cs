namespace GraphQLPlugins.Kernel.Identity.Projects;

/// <summary>A part of an organization; projects form a tree, along which options are inherited.</summary>
public sealed class Project
{
    /// <summary>The deepest that a tree may be.</summary>
    public const int MaxDepth = 16;

    private Project() { }

    internal Project(Guid organizationId, string name, Project? parent, DateTimeOffset createdAt)
    {
        Id = Guid.CreateVersion7(createdAt);
        OrganizationId = organizationId;
        Name = name;
        ParentId = parent?.Id;
        Lineage = $"{parent?.Lineage ?? "/"}{Id:N}/";
        CreatedAt = createdAt;
        if (Depth > MaxDepth) throw new ProjectTooDeepException();
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    /// <summary>Unique among the projects with the same parent.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The project above; null at the top.</summary>
    [ID(nameof(Project))]
    public Guid? ParentId { get; private set; }

    /// <summary>The ids from the top to this project as <c>/id/id/</c>, so that one comparison finds a whole branch.</summary>
    [GraphQLIgnore]
    public string Lineage { get; private set; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The ids from the top to this project, this one last.</summary>
    [GraphQLIgnore]
    public IReadOnlyList<Guid> LineageIds() => [.. Lineage.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];

    private int Depth => Lineage.Count(c => c == '/') - 1;
}
