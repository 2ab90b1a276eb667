using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tokens;

[ObjectType<AppToken>]
public static partial class AppTokenNode
{
    /// <summary>What it allows: the app's scopes as they are now.</summary>
    public static async Task<IReadOnlyList<string>> GetScopesAsync(
        [Parent(requires: nameof(AppToken.InstallationId))] AppToken token, IAppByInstallationDataLoader apps, CancellationToken ct) =>
        (await apps.LoadRequiredAsync(token.InstallationId, ct)).Scopes;
}

internal static class AppTokenLoaders
{
    [DataLoader]
    internal static async Task<Dictionary<Guid, App>> GetAppByInstallationAsync(IReadOnlyList<Guid> installations, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Installations.Where(i => installations.Contains(i.Id)).Join(db.Apps, i => i.AppId, app => app.Id, (i, app) => new { i.Id, App = app }).ToListAsync(ct);
        return rows.ToDictionary(row => row.Id, row => row.App);
    }
}
