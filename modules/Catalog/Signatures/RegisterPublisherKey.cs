using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Signatures;

/// <summary>Trusts a key.</summary>
public sealed record RegisterPublisherKey(string Name, string PublicKey, string? Publisher) : ICommand<PublisherKey>
{
    string? ICommand.AuditTarget => Name;
}

[MutationType]
public static partial class RegisterPublisherKeyMutation
{
    /// <summary>Trusts a key: files that it signed may be installed where the policy asks for a signature. At most 100 keys an organization, revoked ones aside.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="publicKey">The public key in PEM: ECDSA on P-256, P-384 or P-521, or RSA of 2048 to 8192 bits.</param>
    /// <param name="publisher">The author whose plugins it vouches for; without, everybody's.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<PublisherKeyAlreadyExistsException>]
    public static Task<PublisherKey> RegisterPublisherKeyAsync(string name, string publicKey, string? publisher, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RegisterPublisherKey(name, publicKey, publisher), ct);
}

internal sealed class RegisterPublisherKeyHandler(CatalogDb db, Actor actor, TimeProvider clock) : IRequestHandler<RegisterPublisherKey, PublisherKey>
{
    private const int MaxKeys = 100;

    public async Task<PublisherKey> Handle(RegisterPublisherKey request, CancellationToken ct)
    {
        var key = PublisherKey.Register(actor.OrganizationId, request, actor.Name, clock.Now());
        await db.LockAsync($"publisher-keys:{actor.OrganizationId:N}", ct);
        var own = db.PublisherKeys.Where(other => other.OrganizationId == actor.OrganizationId);
        if (await own.FirstOrDefaultAsync(other => other.Fingerprint == key.Fingerprint, ct) is { } there)
            throw new PublisherKeyAlreadyExistsException(key.Fingerprint, there.RevokedAt is not null);
        if (await own.CountAsync(other => other.RevokedAt == null, ct) >= MaxKeys)
            throw new InputInvalidException("publicKey", $"The organization has {MaxKeys} keys already; revoke one first.");
        db.Add(key);
        return key;
    }
}
