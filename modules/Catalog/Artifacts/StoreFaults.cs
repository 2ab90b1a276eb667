using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>What the operating system says against writing into the store, as a refusal that tells no path.</summary>
internal static class StoreFaults
{
    /// <summary>Null for what is no fault of the store, such as an upload that breaks off.</summary>
    public static RefusalException? Of(Exception fault) =>
        DiskFaults.IsFull(fault) ? new ArtifactStoreFullException("the disk is full.")
        : DiskFaults.IsUnwritable(fault) ? new ArtifactStoreUnwritableException()
        : null;
}
