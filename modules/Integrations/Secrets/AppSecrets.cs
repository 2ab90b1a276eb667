using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Secrets;

/// <summary>Gives apps their secrets, and finds them again to check and to sign with.</summary>
internal sealed class AppSecrets(SecretBox box, IntegrationsDb db, TimeProvider clock)
{
    /// <summary>The first secret of a new app.</summary>
    public string Add(Guid appId) => Add(appId, 1);

    /// <summary>A new secret. The one before is accepted for some time more, older ones end at once.</summary>
    public async Task<string> RotateAsync(Guid appId, TimeSpan overlap, CancellationToken ct)
    {
        var now = clock.Now();
        var secrets = await db.AppSecrets.Where(secret => secret.AppId == appId).OrderByDescending(secret => secret.Version).ToListAsync(ct);
        foreach (var secret in secrets)
            secret.ExpireAt(secret == secrets[0] ? now + overlap : now);
        return Add(appId, secrets[0].Version + 1);
    }

    /// <summary>Whether a secret is one that the app may use now.</summary>
    public async Task<bool> AcceptAsync(Guid appId, string secret, CancellationToken ct) =>
        (await db.AppSecrets.AsNoTracking().Where(s => s.AppId == appId).ToListAsync(ct)).Any(s => s.IsAcceptedAt(clock.Now()) && s.Equals(secret, box));

    /// <summary>The secret that requests to the app are signed with.</summary>
    public async Task<string> NewestAsync(Guid appId, CancellationToken ct) =>
        (await db.AppSecrets.AsNoTracking().Where(secret => secret.AppId == appId).OrderByDescending(secret => secret.Version).FirstAsync(ct)).Open(box);

    private string Add(Guid appId, int version)
    {
        var secret = SecretBox.Generate();
        db.AppSecrets.Add(new AppSecret(appId, version, secret, box, clock.Now()));
        return secret;
    }
}
