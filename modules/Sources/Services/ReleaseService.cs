using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Services;

/// <summary>A service is to hear that it gets a repository's files no longer.</summary>
internal sealed record ReleaseService(ServedRepository Repository, string Service)
{
    public const string Kind = "sources.release-service";
}

/// <summary>Tells it, after a sync that may still run.</summary>
internal sealed class ReleaseServiceJob(RepositoryServices services) : IJobHandler<ReleaseService>
{
    public async Task<object?> RunAsync(ReleaseService payload, JobRun run, CancellationToken ct)
    {
        // A service that is gone has nothing left to let go of.
        if (services.Find(payload.Repository.OrganizationId, payload.Service) is { } service) await service.ReleaseAsync(payload.Repository, ct);
        return null;
    }
}
