using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Jobs;

[QueryType]
public static partial class JobQueries
{
    /// <summary>The organization's jobs: what goes on after the requests that asked for it. Shows the kinds that the caller may see.</summary>
    [UsePaging(IncludeTotalCount = true, MaxPageSize = 100)]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<OperationJob> GetJobs(KernelDb db, JobAccess access) => access.Readable(db.Jobs.AsNoTracking());

    /// <summary>One job; null when there is none that the caller may see.</summary>
    public static async Task<OperationJob?> GetJobAsync([ID<OperationJob>] Guid id, KernelDb db, JobAccess access, CancellationToken ct) =>
        await access.Readable(db.Jobs.AsNoTracking()).SingleOrDefaultAsync(j => j.Id == id, ct);
}

[ObjectType<OperationJob>]
public static partial class OperationJobNode
{
    [NodeResolver]
    public static Task<OperationJob?> GetOperationJobAsync(Guid id, KernelDb db, JobAccess access, CancellationToken ct) =>
        access.Readable(db.Jobs.AsNoTracking()).SingleOrDefaultAsync(j => j.Id == id, ct);
}

/// <summary>Who may see and steer jobs, which depends on their kind.</summary>
public sealed class JobAccess
{
    private readonly JobKinds _kinds;
    private readonly Actor _actor;

    internal JobAccess(JobKinds kinds, Actor actor) => (_kinds, _actor) = (kinds, actor);

    /// <summary>The jobs of the caller's organization of the kinds that it may see.</summary>
    /// <exception cref="ForbiddenException">It may see none at all.</exception>
    internal IQueryable<OperationJob> Readable(IQueryable<OperationJob> jobs)
    {
        var organization = _actor.OrganizationId;
        string[] hidden = [.. _kinds.All.Where(k => !_actor.Capabilities.Covers(k.ReadCapability)).Select(k => k.Name)];
        // Kinds of newer and older hosts are read with the default's capability.
        if (_actor.Capabilities.Covers("catalog:read"))
            return hidden.Length == 0 ? jobs.Where(j => j.OrganizationId == organization) : jobs.Where(j => j.OrganizationId == organization && !hidden.Contains(j.Kind));
        string[] shown = [.. _kinds.Names.Except(hidden)];
        if (shown.Length == 0) throw new ForbiddenException("catalog:read");
        return jobs.Where(j => j.OrganizationId == organization && shown.Contains(j.Kind));
    }

    /// <summary>A job to retry or to cancel.</summary>
    /// <exception cref="JobNotFoundException">There is none that the caller may see.</exception>
    /// <exception cref="ForbiddenException">The caller may only see it.</exception>
    internal async Task<OperationJob> RequireAsync(KernelDb db, Guid jobId, CancellationToken ct)
    {
        var job = await Readable(db.Jobs).SingleOrDefaultAsync(j => j.Id == jobId, ct) ?? throw new JobNotFoundException();
        _actor.Require(_kinds.KindOf(job).ManageCapability);
        return job;
    }
}
