using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Services;

[QueryType]
public static partial class RepositoryServiceQueries
{
    /// <summary>The services that repositories' files can be given to, by name: those built in, and those of the organization's running plugins.</summary>
    /// <param name="provider">Only those that work with this source.</param>
    [Authorize("sources:read")]
    public static IReadOnlyList<RepositoryService> GetRepositoryServices(string? provider, RepositoryServices services, Actor actor) => services.For(actor.OrganizationId, provider);
}

[ObjectType<SourceRepository>]
public static partial class SourceRepositoryServices
{
    /// <summary>How far each of its services is with its files, by name.</summary>
    public static async Task<IReadOnlyList<ServiceProgress>> GetServicesAsync([Parent(nameof(SourceRepository.Id))] SourceRepository repository, IServiceProgressByRepositoryDataLoader progress, CancellationToken ct) =>
        await progress.LoadAsync(repository.Id, ct) ?? [];
}

public static partial class ServiceProgressLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, ServiceProgress[]>> GetServiceProgressByRepositoryAsync(IReadOnlyList<Guid> keys, IDbContextFactory<SourcesDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.ServiceProgress.Where(p => keys.Contains(p.RepositoryId)).ToListAsync(ct);
        return rows.GroupBy(p => p.RepositoryId).ToDictionary(g => g.Key, g => g.OrderBy(p => p.Service, StringComparer.Ordinal).ToArray());
    }
}
