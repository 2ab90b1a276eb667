namespace GraphQLPlugins.Engine.AspNetCore;

/// <summary>Uploads of one endpoint. What exceeds a limit is answered with 413.</summary>
public sealed class UploadOptions
{
    /// <summary>Bytes of all parts of a request.</summary>
    public long MaxRequestBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>Bytes of one file.</summary>
    public long MaxFileBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Files of a request.</summary>
    public int MaxFiles { get; set; } = 20;

    /// <summary>Bytes of a file that are kept in memory; a larger file goes to disk while it arrives.</summary>
    public int MemoryBytes { get; set; } = 64 * 1024;

    /// <summary>Where files are put; they are gone when the request ends.</summary>
    public string Directory { get; set; } = System.IO.Path.GetTempPath();
}
