using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>What the operating system says against writing into the store, as a refusal that tells no path.</summary>
internal static class StoreFaults
{
    // ENOSPC, EDQUOT and EFBIG; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Full = [28, 122, 27, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    // EROFS, EACCES, EPERM, ENOTDIR and EEXIST (a file where the folder should be); ERROR_WRITE_PROTECT and ERROR_ALREADY_EXISTS.
    private static readonly int[] Unwritable = [30, 13, 1, 20, 17, unchecked((int)0x80070013), unchecked((int)0x800700B7)];

    /// <summary>Null for what is no fault of the store, such as an upload that breaks off.</summary>
    public static RefusalException? Of(Exception fault) => fault switch
    {
        IOException when Full.Contains(fault.HResult) => new ArtifactStoreFullException("the disk is full."),
        UnauthorizedAccessException or DirectoryNotFoundException => new ArtifactStoreUnwritableException(),
        IOException when Unwritable.Contains(fault.HResult) => new ArtifactStoreUnwritableException(),
        _ => null,
    };
}
