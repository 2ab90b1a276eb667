namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>A file in the store. Installations name it by its digest.</summary>
internal sealed class StoredArtifact
{
    private StoredArtifact()
    {
    }

    public StoredArtifact(string digest, long bytes, string fileName, PluginManifest manifest, DateTimeOffset now) =>
        (Digest, Bytes, FileName, Manifest, StoredAt, TouchedAt, Holds) = (digest, bytes, fileName, manifest, now, now, 1);

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public string Digest { get; private set; } = null!;

    public long Bytes { get; private set; }

    public string FileName { get; private set; } = null!;

    public PluginManifest Manifest { get; private set; } = null!;

    public DateTimeOffset StoredAt { get; private set; }

    /// <summary>When somebody last began or ended to use it.</summary>
    public DateTimeOffset TouchedAt { get; private set; }

    /// <summary>How many commands are about to use it; those of hosts that died count no more after the grace period.</summary>
    public int Holds { get; private set; }
}
