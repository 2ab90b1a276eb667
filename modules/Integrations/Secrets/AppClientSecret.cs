using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Secrets;

[ObjectType<App>]
public static partial class AppClientSecret
{
    private static readonly TimeSpan Shown = TimeSpan.FromHours(24);
    private static readonly string Mask = new('*', 64);

    /// <summary>
    /// The secret that the app was made with, during its first 24 hours and until it is rotated; null afterwards, and to other organizations.
    /// Stars to callers of the owner who may not change apps or lack what the app asks for.
    /// </summary>
    public static async Task<string?> GetClientSecretAsync([Parent] App app, Actor actor, SecretBox box, IAppSecretsDataLoader secrets, TimeProvider clock, CancellationToken ct)
    {
        if (app.OrganizationId != actor.OrganizationId || !actor.Capabilities.Covers("integrations:read"))
            return null;
        var newest = (await secrets.LoadAsync(app.Id, ct))?.MaxBy(secret => secret.Version);
        if (newest is not { Version: 1 } || clock.Now() >= newest.CreatedAt + Shown)
            return null;
        return app.MayRevealTo(actor) ? newest.Open(box) : Mask;
    }

    /// <summary>Whether a caller could do all that the app can, so that its secret gives them nothing new.</summary>
    internal static bool MayRevealTo(this App app, Actor actor) => actor.Capabilities.Covers("integrations:write") && app.MissingIn(actor) is null;

    /// <summary>The first scope of the app that stands for more than the caller holds; null when there is none.</summary>
    internal static string? MissingIn(this App app, Actor actor) =>
        app.Scopes.Find(scope => AppScopes.Capabilities([scope]).Any(capability => !actor.Capabilities.Covers(capability)));
}

internal static class AppSecretLoaders
{
    [DataLoader]
    internal static async Task<ILookup<Guid, AppSecret>> GetAppSecretsAsync(IReadOnlyList<Guid> apps, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.AppSecrets.Where(secret => apps.Contains(secret.AppId)).ToListAsync(ct)).ToLookup(secret => secret.AppId);
    }
}
