namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>What became of a file in the drop folder when it was last looked at.</summary>
internal sealed class DropFile
{
    private DropFile()
    {
    }

    public DropFile(string fileName) => FileName = fileName;

    public string FileName { get; private set; } = null!;

    public long Bytes { get; private set; }

    public DateTimeOffset ModifiedAt { get; private set; }

    /// <summary>The plugin that was installed from it; null when none could be.</summary>
    public string? InstallationName { get; private set; }

    /// <summary>Why it could not be installed. It is not tried again until it changes (G45).</summary>
    public string? ErrorCode { get; private set; }

    public string? ErrorMessage { get; private set; }

    /// <summary>Whether there is nothing new to find out. What a file lacks may be there by now, so that one is looked at again.</summary>
    public bool IsUnchanged(FileInfo file) => file.Length == Bytes && Modified(file) == ModifiedAt && ErrorCode != Lacking;

    /// <summary>The code of a refusal for want of what it needs.</summary>
    private const string Lacking = "DEPENDENCY_MISSING";

    public void Loaded(long bytes, DateTimeOffset modifiedAt, string name) =>
        (Bytes, ModifiedAt, InstallationName, ErrorCode, ErrorMessage) = (bytes, modifiedAt, name, null, null);

    /// <summary>The plugin that an earlier content of it brought stays what it is.</summary>
    public void Failed(long bytes, DateTimeOffset modifiedAt, string code, string message) =>
        (Bytes, ModifiedAt, ErrorCode, ErrorMessage) = (bytes, modifiedAt, code, message.Length <= 2000 ? message : message[..2000]);

    /// <summary>Another file is the same plugin, and counts.</summary>
    public void SetAside(long bytes, DateTimeOffset modifiedAt) =>
        (Bytes, ModifiedAt, InstallationName, ErrorCode, ErrorMessage) = (bytes, modifiedAt, null, "SET_ASIDE", "Another file is the same plugin.");

    /// <summary>Where the file's signature would be.</summary>
    public static FileInfo SignatureOf(FileInfo file) =>
        new((file.FullName.EndsWith(Disabled, StringComparison.Ordinal) ? file.FullName[..^Disabled.Length] : file.FullName) + SignatureEnd);

    /// <summary>The end of a signature's name.</summary>
    public const string SignatureEnd = ".sig";

    /// <summary>The end of the name of a file that is to stay out of use.</summary>
    public const string Disabled = ".disabled";

    /// <summary>Whether a file of this name stays out of use.</summary>
    public static bool IsSetAside(string fileName) => fileName.EndsWith(Disabled, StringComparison.Ordinal);

    /// <summary>When it or its signature last changed, as databases keep it.</summary>
    public static DateTimeOffset Modified(FileInfo file)
    {
        var at = file.LastWriteTimeUtc;
        if (SignatureOf(file) is { Exists: true } signature && signature.LastWriteTimeUtc > at)
            at = signature.LastWriteTimeUtc;
        return new DateTimeOffset(at.Ticks - at.Ticks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
    }
}
