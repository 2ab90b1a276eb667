using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Policies;

/// <summary>Changes what the caller's organization allows.</summary>
public sealed record UpdatePolicy(
    bool? AllowRemoteAdmin,
    IReadOnlyList<string>? AllowedRepositories,
    IReadOnlyList<string>? AllowedPublishers,
    IReadOnlyList<string>? DeniedPlugins,
    IReadOnlyList<string>? MandatoryPlugins,
    TimeSpan? MinimumReleaseAge,
    bool? RequireSignature,
    long? MaxArtifactBytes,
    IReadOnlyList<string>? EgressAllow,
    IReadOnlyList<string>? EgressDeny,
    string? ExpectedEtag,
    bool DryRun,
    bool? BlockAdvisories = null) : ICommand<Policy>
{
    string? ICommand.AuditTarget => "policy";
}

[MutationType]
public static partial class UpdatePolicyMutation
{
    /// <summary>Changes what the organization allows. Members that are given replace what was there as a whole; those that are absent or null stay.</summary>
    /// <param name="allowRemoteAdmin">Whether plugins may be installed, switched and removed through the API.</param>
    /// <param name="allowedRepositories">Names of the only repositories to install from; empty allows all.</param>
    /// <param name="allowedPublishers">The only authors to install from; empty allows all.</param>
    /// <param name="deniedPlugins">Ids of plugins that may not be installed.</param>
    /// <param name="mandatoryPlugins">Names of plugins that may be neither disabled nor removed.</param>
    /// <param name="minimumReleaseAge">How long a version must have been out before it may be installed.</param>
    /// <param name="requireSignature">Whether only files may be installed that a key signed which the organization trusts.</param>
    /// <param name="blockAdvisories">Whether versions with a known weakness may not be installed; otherwise plans warn of them.</param>
    /// <param name="maxArtifactBytes">The largest file to install.</param>
    /// <param name="egressAllow">The only hosts that files are fetched from; empty allows all public ones.</param>
    /// <param name="egressDeny">Hosts that files are never fetched from.</param>
    /// <param name="expectedEtag">Refuses the change when the policy is no longer what the caller read.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<EtagMismatchException>]
    public static Task<Policy> UpdatePolicyAsync(
        bool? allowRemoteAdmin,
        IReadOnlyList<string>? allowedRepositories,
        IReadOnlyList<string>? allowedPublishers,
        IReadOnlyList<string>? deniedPlugins,
        IReadOnlyList<string>? mandatoryPlugins,
        TimeSpan? minimumReleaseAge,
        bool? requireSignature,
        bool? blockAdvisories,
        long? maxArtifactBytes,
        IReadOnlyList<string>? egressAllow,
        IReadOnlyList<string>? egressDeny,
        string? expectedEtag,
        IMediator mediator,
        CancellationToken ct,
        bool dryRun = false) =>
        mediator.Send(
            new UpdatePolicy(allowRemoteAdmin, allowedRepositories, allowedPublishers, deniedPlugins, mandatoryPlugins, minimumReleaseAge, requireSignature,
                maxArtifactBytes, egressAllow, egressDeny, expectedEtag, dryRun, blockAdvisories), ct);
}

internal sealed class UpdatePolicyHandler(CatalogDb db, UnitOfWork work, Actor actor, CatalogOptions options, TimeProvider clock) : IRequestHandler<UpdatePolicy, Policy>
{
    public async Task<Policy> Handle(UpdatePolicy request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        await db.LockAsync($"policy:{actor.OrganizationId:N}", ct);
        var policy = await db.PolicyAsync(actor, options, clock, ct);
        if (request.ExpectedEtag is { } expected && expected != policy.Etag)
            throw new EtagMismatchException(expected, policy.Etag);
        policy.Update(request, clock.Now());
        if (db.Entry(policy).State == EntityState.Detached)
            db.Add(policy);
        return policy;
    }
}
