using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Signatures;

/// <summary>Trusts a key no more.</summary>
public sealed record RevokePublisherKey(string Fingerprint, string Reason) : ICommand<PublisherKey>
{
    string? ICommand.AuditTarget => Fingerprint;

    string? ICommand.AuditReason => Reason;
}

[MutationType]
public static partial class RevokePublisherKeyMutation
{
    /// <summary>Trusts a key no more, for good. What was installed with its signature stays. Revoking a revoked key changes nothing.</summary>
    /// <param name="fingerprint">SHA-256 of the key.</param>
    /// <param name="reason">Why; shown with the key and kept by the audit. At most 400 characters.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PublisherKeyNotFoundException>]
    public static Task<PublisherKey> RevokePublisherKeyAsync(string fingerprint, string reason, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RevokePublisherKey(Text.Findable(fingerprint, nameof(fingerprint)), Text.Required(reason, nameof(reason), 400)), ct);
}

internal sealed class RevokePublisherKeyHandler(CatalogDb db, Actor actor, TimeProvider clock) : IRequestHandler<RevokePublisherKey, PublisherKey>
{
    public async Task<PublisherKey> Handle(RevokePublisherKey request, CancellationToken ct)
    {
        await db.LockAsync($"publisher-keys:{actor.OrganizationId:N}", ct);
        var key = await db.PublisherKeys.FirstOrDefaultAsync(key => key.OrganizationId == actor.OrganizationId && key.Fingerprint == request.Fingerprint, ct)
            ?? throw new PublisherKeyNotFoundException(request.Fingerprint);
        key.Revoke(request.Reason, clock.Now());
        return key;
    }
}
