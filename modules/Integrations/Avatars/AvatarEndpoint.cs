using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace GraphQLPlugins.Integrations.Avatars;

/// <summary>Serves the pictures of apps to browsers, which send no token with an image.</summary>
internal static class AvatarEndpoint
{
    /// <summary>The digest in the address makes each picture one of its own, so it may be kept for good; and nobody guesses that of an app they cannot see.</summary>
    public static string PathOf(AppAvatar avatar) => $"/apps/avatars/{avatar.Id:N}/{avatar.Digest}";

    public static void MapAvatars(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/apps/avatars/{id:guid}/{digest:length(64)}", GetAsync);

    private static async Task<IResult> GetAsync(Guid id, string digest, IDbContextFactory<IntegrationsDb> contexts, HttpResponse response, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var avatar = await db.Avatars.FirstOrDefaultAsync(a => a.Id == id && a.Digest == digest, ct);
        if (avatar is null)
            return Results.NotFound();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(avatar.Content, avatar.ContentType, lastModified: avatar.UpdatedAt, entityTag: new EntityTagHeaderValue($"\"{avatar.Digest}\""));
    }
}

[ObjectType<App>]
public static partial class AppAvatars
{
    /// <summary>Its pictures; at most one of each kind.</summary>
    public static async Task<IReadOnlyList<AppAvatar>> GetAvatarsAsync([Parent(requires: nameof(App.Id))] App app, IAvatarsByAppDataLoader avatars, CancellationToken ct) =>
        await avatars.LoadAsync(app.Id, ct) ?? [];
}

[ObjectType<AppAvatar>]
public static partial class AppAvatarNode
{
    /// <summary>Whether it is in colour.</summary>
    public static bool GetColor([Parent(requires: nameof(AppAvatar.PhotoType))] AppAvatar avatar) => avatar.PhotoType == AppPhotoType.Logo;

    /// <summary>Where it is, relative to the server.</summary>
    public static string GetUrl([Parent] AppAvatar avatar) => AvatarEndpoint.PathOf(avatar);
}

internal static class AvatarLoaders
{
    [DataLoader]
    internal static async Task<ILookup<Guid, AppAvatar>> GetAvatarsByAppAsync(IReadOnlyList<Guid> apps, IDbContextFactory<IntegrationsDb> contexts, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Avatars.Where(avatar => apps.Contains(avatar.AppId)).OrderBy(avatar => avatar.PhotoType).ToListAsync(ct)).ToLookup(avatar => avatar.AppId);
    }
}
