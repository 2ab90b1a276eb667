namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>A key that a command was sent with, and what the command answered. Sealed, since answers may hold what is shown only once.</summary>
public sealed class IdempotencyKey
{
    private IdempotencyKey() { }

    internal IdempotencyKey(Guid organizationId, string principal, string key, byte[] sealedAnswer, DateTimeOffset now) =>
        (OrganizationId, Principal, Key, SealedAnswer, CreatedAt) = (organizationId, principal, key, sealedAnswer, now);

    public Guid OrganizationId { get; private set; }

    public string Principal { get; private set; } = "";

    public string Key { get; private set; } = "";

    public byte[] SealedAnswer { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }
}
