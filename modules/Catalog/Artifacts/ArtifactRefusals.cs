using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>There is no room for the file; nothing of it was kept.</summary>
public sealed class ArtifactStoreFullException(string reason) : RefusalException($"The file cannot be kept: {reason}")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The store's folder cannot be written; nothing of the file was kept.</summary>
public sealed class ArtifactStoreUnwritableException() : RefusalException(
    "The file cannot be kept: this host may not write into the folder of its store. The operator should look at the rights of Catalog:Artifacts:Directory, and whether its disk is there.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The file is not in this host's store.</summary>
public sealed class ArtifactMissingException(string digest) : RefusalException($"The file {digest} is not in the store. Install the plugin again, or let all hosts share one store (Catalog:Artifacts:Directory).")
{
    /// <summary>The file's SHA-256.</summary>
    public string Digest => digest;
}

/// <summary>The file is larger than allowed.</summary>
public sealed class PayloadTooLargeException(long maxBytes) : RefusalException($"The file is larger than the {maxBytes} bytes that are allowed.")
{
    /// <summary>Most bytes that are allowed.</summary>
    public long MaxBytes => maxBytes;
}

/// <summary>The file is not the one that it should be; nothing of it was kept.</summary>
public sealed class ChecksumMismatchException(string expected, string actual) : RefusalException($"The file's SHA-256 is {actual}, not {expected}.", "sha256")
{
    /// <summary>The SHA-256 that the caller or the catalog names.</summary>
    public string Expected => expected;

    /// <summary>The SHA-256 of what arrived.</summary>
    public string Actual => actual;
}
