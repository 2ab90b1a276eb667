using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>The settings below <c>Catalog:Artifacts</c>.</summary>
public sealed class ArtifactOptions
{
    /// <summary>Where files of plugins are kept; null is <c>artifacts</c> below the data directory. Several hosts need a folder that all of them see.</summary>
    public string? Directory { get; set; }

    /// <summary>Most bytes that all files together may take.</summary>
    public long MaxStoreBytes { get; set; } = 20L * 1024 * 1024 * 1024;

    /// <summary>Bytes of the disk that are left free.</summary>
    public long MinFreeBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>How long a file is kept that nothing refers to.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often unneeded files are removed; zero never.</summary>
    public TimeSpan CollectInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether installing an entry of an imported catalog fetches its file. Without, such a plugin is only recorded as installed.</summary>
    public bool FetchImported { get; set; }

    /// <summary>How long fetching one file may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan DownloadTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a host may send nothing in the middle of a file.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:10:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The folder of this host from which files are installed by <c>file:</c> addresses and by being put there; null is none.</summary>
    public string? DropFolder { get; set; }

    /// <summary>How often the drop folder is looked through; zero never.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most entries of an archive.</summary>
    [Range(1, 60_000)]
    public int MaxEntries { get; set; } = 20_000;

    /// <summary>Most bytes that an archive may unpack to.</summary>
    public long MaxUnpackedBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>How many times its packed size something may unpack to, once it is larger than <see cref="FreeRatioBytes"/>.</summary>
    [Range(2, 1000)]
    public int MaxRatio { get; set; } = 200;

    internal long FreeRatioBytes => 4 * 1024 * 1024;
}
