using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Identity.Tokens;

[ObjectType<AccessToken>]
public static partial class AccessTokenNode
{
    /// <summary>Whose token it is.</summary>
    public static Task<Principal?> GetPrincipalAsync([Parent(requires: nameof(AccessToken.PrincipalId))] AccessToken token, IPrincipalByIdDataLoader principals, CancellationToken ct) =>
        principals.LoadAsync(token.PrincipalId, ct);

    [DataLoader]
    internal static async Task<Dictionary<Guid, Principal>> GetPrincipalByIdAsync(IReadOnlyList<Guid> ids, KernelDb db, CancellationToken ct) =>
        await db.Principals.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
}
