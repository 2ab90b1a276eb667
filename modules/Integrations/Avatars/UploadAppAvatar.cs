using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Avatars;

/// <summary>Gives an app a picture.</summary>
public sealed record UploadAppAvatar(string Slug, IFile File, AppPhotoType PhotoType, string? ExpectedEtag) : ICommand<AppAvatar>
{
    string? ICommand.AuditTarget => Slug;
}

/// <summary>The file is no picture that can be used; nothing was changed.</summary>
public sealed class AvatarInvalidException(string reason) : RefusalException(reason, "file");

[MutationType]
public static partial class UploadAppAvatarMutation
{
    /// <summary>Gives an app a picture, in place of the one before. PNG, JPEG and WebP are known by their content, whatever the file is called; SVG is refused.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="file">The picture; at most 1 MiB, and from 16 to 1024 pixels wide and high.</param>
    /// <param name="expectedEtag">Refuses the change when the app is no longer what the caller read.</param>
    /// <param name="photoType">Which picture it is.</param>
    [Authorize("integrations:write")]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<AvatarInvalidException>]
    [Error<AppStatusInvalidException>]
    [Error<EtagMismatchException>]
    public static Task<AppAvatar> UploadAppAvatarAsync(string slug, IFile file, string? expectedEtag, IMediator mediator, CancellationToken ct, AppPhotoType photoType = AppPhotoType.Logo) =>
        mediator.Send(new UploadAppAvatar(slug, file, photoType, expectedEtag), ct);
}

internal sealed class UploadAppAvatarHandler(AppWriting writing) : IRequestHandler<UploadAppAvatar, AppAvatar>
{
    private const int MaxBytes = 1024 * 1024;
    private const int MinPixels = 16;
    private const int MaxPixels = 1024;

    public async Task<AppAvatar> Handle(UploadAppAvatar request, CancellationToken ct)
    {
        var picture = Picture.Recognise(await ReadAsync(request.File, ct)) ?? throw new AvatarInvalidException("The file is no PNG, JPEG or WebP picture, or it is damaged.");
        if (picture.Width is < MinPixels or > MaxPixels || picture.Height is < MinPixels or > MaxPixels)
            throw new AvatarInvalidException($"The picture has {picture.Width} by {picture.Height} pixels; each side must have {MinPixels} to {MaxPixels}.");
        var app = await writing.RequireOwnAsync(request.Slug, request.ExpectedEtag, ct);
        app.EnsureKept();
        var avatar = await writing.Db.Avatars.FirstOrDefaultAsync(a => a.AppId == app.Id && a.PhotoType == request.PhotoType, ct);
        if (avatar is null)
            writing.Db.Add(avatar = new AppAvatar(app.Id, request.PhotoType, picture, writing.Now));
        else
            avatar.Take(picture, writing.Now);
        app.Touch(writing.Now);
        return avatar;
    }

    /// <summary>Never more than is allowed, whatever length was declared.</summary>
    private static async Task<byte[]> ReadAsync(IFile file, CancellationToken ct)
    {
        await using var stream = file.OpenReadStream();
        var buffer = new byte[MaxBytes + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length <= MaxBytes ? buffer[..length] : throw new AvatarInvalidException($"The file is larger than {MaxBytes} bytes.");
    }
}
