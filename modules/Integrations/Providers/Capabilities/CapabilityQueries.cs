using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Integrations.Providers.Capabilities;

[QueryType]
public static partial class CapabilityQueries
{
    private const int MaxRepositories = 10_000;
    private const int MaxReferenceLength = 255;

    /// <summary>The repositories that the vendor has opened to this server, by name; at most 10,000 of them are read.</summary>
    /// <param name="integrationId">Which integration.</param>
    /// <param name="search">Only those whose name holds this, in any case.</param>
    [Authorize("integrations:read")]
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    public static async Task<IEnumerable<IntegrationRepository>> GetIntegrationRepositoriesAsync(
        [ID<OrganizationIntegration>] Guid integrationId, string? search, IntegrationAccesses accesses, Actor actor, CancellationToken ct)
    {
        var text = Text.Optional(search, "search", MaxReferenceLength);
        var usable = await accesses.RequireAsync(integrationId, actor, IntegrationFeature.Commits, ct);
        var found = await usable.As<ICommitSource>("repositories").RepositoriesAsync(usable.Access, ct).Take(MaxRepositories).ToListAsync(ct);
        return found.Where(r => text is null || r.Name.Contains(text, StringComparison.OrdinalIgnoreCase)).OrderBy(r => r.Name, StringComparer.Ordinal);
    }

    /// <summary>The commits that one reference has and another has not, newest first.</summary>
    /// <param name="integrationId">Which integration.</param>
    /// <param name="repoId">The vendor's id of the repository.</param>
    /// <param name="to">Where they end: a branch, a tag or a commit.</param>
    /// <param name="from">Where they begin, itself left out; without it, the newest ones.</param>
    /// <param name="first">At most so many; from 1 to 250.</param>
    [Authorize("integrations:read")]
    public static async Task<IReadOnlyList<IntegrationCommit>> GetIntegrationCommitsAsync(
        [ID<OrganizationIntegration>] Guid integrationId, string repoId, string to, string? from, IntegrationAccesses accesses, Actor actor, CancellationToken ct, int first = 50)
    {
        if (first is < 1 or > 250) throw new InputInvalidException("first", "It must be from 1 to 250.");
        var repository = Text.Line(repoId, "repoId", MaxReferenceLength);
        var (begin, end) = (from is null ? null : Text.Line(from, "from", MaxReferenceLength), Text.Line(to, "to", MaxReferenceLength));
        var usable = await accesses.RequireAsync(integrationId, actor, IntegrationFeature.Commits, ct);
        return await usable.As<ICommitSource>("commits").CommitsAsync(usable.Access, repository, begin, end, first, ct);
    }

    /// <summary>Deployments at the vendor, newest first.</summary>
    /// <param name="integrationId">Which integration.</param>
    /// <param name="project">Only those of one project there.</param>
    /// <param name="first">At most so many; from 1 to 250.</param>
    [Authorize("integrations:read")]
    public static async Task<IReadOnlyList<IntegrationDeployment>> GetIntegrationDeploymentsAsync(
        [ID<OrganizationIntegration>] Guid integrationId, string? project, IntegrationAccesses accesses, Actor actor, CancellationToken ct, int first = 50)
    {
        if (first is < 1 or > 250) throw new InputInvalidException("first", "It must be from 1 to 250.");
        var usable = await accesses.RequireAsync(integrationId, actor, IntegrationFeature.Deployment, ct);
        return await usable.As<IDeploymentSource>("deployments").DeploymentsAsync(usable.Access, Text.Optional(project, "project", MaxReferenceLength), first, ct);
    }
}
