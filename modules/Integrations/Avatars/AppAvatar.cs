using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Avatars;

/// <summary>Which picture of an app.</summary>
public enum AppPhotoType
{
    /// <summary>In colour, for lists and pages.</summary>
    Logo,

    /// <summary>Of one colour, for buttons and lines.</summary>
    Icon,
}

/// <summary>A picture of an app.</summary>
public sealed class AppAvatar
{
    private AppAvatar()
    {
    }

    internal AppAvatar(Guid appId, AppPhotoType photoType, Picture picture, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        AppId = appId;
        PhotoType = photoType;
        Take(picture, now);
    }

    [GraphQLIgnore]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid AppId { get; private set; }

    /// <summary>Which picture it is.</summary>
    public AppPhotoType PhotoType { get; private set; }

    /// <summary>What it is, such as <c>image/png</c>.</summary>
    public string ContentType { get; private set; } = null!;

    /// <summary>In pixels.</summary>
    public int Width { get; private set; }

    /// <summary>In pixels.</summary>
    public int Height { get; private set; }

    /// <summary>SHA-256 of the picture, in hexadecimal.</summary>
    public string Digest { get; private set; } = null!;

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    internal byte[] Content { get; private set; } = [];

    internal void Take(Picture picture, DateTimeOffset now)
    {
        ContentType = picture.ContentType;
        Width = picture.Width;
        Height = picture.Height;
        Digest = picture.Digest;
        Content = picture.Content;
        UpdatedAt = now;
    }
}
