using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>What is known of a file before it arrives.</summary>
/// <param name="FileName">Its name where it comes from.</param>
/// <param name="MaxBytes">Most bytes to take.</param>
internal sealed record Arrival(string FileName, long MaxBytes)
{
    /// <summary>The name that the caller wants.</summary>
    public string? GivenName { get; init; }

    /// <summary>What its SHA-256 must be.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Whether to keep it.</summary>
    public bool Keep { get; init; } = true;
}

/// <summary>A file that arrived and was checked.</summary>
internal sealed record ArrivedArtifact(string Digest, long Bytes, Inspection.Inspection Inspection, ArtifactHold? Hold)
{
    /// <summary>Whether its name says that it stays out of use (G23).</summary>
    public bool IsSetAside { get; init; }
}

/// <summary>The one way in for files: received aside, hashed, compared, read to the end, and only then kept.</summary>
internal sealed class ArtifactIntake(ContentStore store, ArtifactShelf shelf, ArtifactInspector inspector, UnitOfWork work)
{
    /// <exception cref="PayloadTooLargeException">It is larger than allowed.</exception>
    /// <exception cref="ArtifactStoreFullException">There is no room for it.</exception>
    /// <exception cref="ChecksumMismatchException">It is not the file that was expected.</exception>
    /// <exception cref="ManifestInvalidException">It is no plugin.</exception>
    public async Task<ArrivedArtifact> TakeAsync(Stream content, Arrival arrival, IProgress<long>? progress, CancellationToken ct)
    {
        using var received = await store.ReceiveAsync(content, arrival.MaxBytes, await shelf.BytesAsync(ct), progress, ct);
        if (arrival.Sha256 is { } expected && !string.Equals(expected, received.Digest, StringComparison.OrdinalIgnoreCase))
            throw new ChecksumMismatchException(expected.ToLowerInvariant(), received.Digest);
        var inspection = await Task.Run(() => Inspect(received, arrival, ct), ct);
        if (!arrival.Keep)
            return new ArrivedArtifact(received.Digest, received.Bytes, inspection, null) { IsSetAside = DropFile.IsSetAside(arrival.FileName) };
        var hold = await shelf.KeepAsync(received, inspection.FileName, inspection.Manifest, ct);
        work.Enlist(hold);
        return new ArrivedArtifact(received.Digest, received.Bytes, inspection, hold) { IsSetAside = DropFile.IsSetAside(arrival.FileName) };
    }

    private Inspection.Inspection Inspect(ReceivedContent received, Arrival arrival, CancellationToken ct)
    {
        using var file = received.OpenRead();
        return inspector.Inspect(file, arrival.FileName, arrival.GivenName, ct);
    }
}
