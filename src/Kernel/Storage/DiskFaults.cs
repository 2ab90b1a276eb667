namespace GraphQLPlugins.Kernel.Storage;

/// <summary>What the operating system says against writing a file.</summary>
public static class DiskFaults
{
    // ENOSPC, EDQUOT and EFBIG; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Full = [28, 122, 27, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    // EROFS, EACCES, EPERM, ENOTDIR and EEXIST (a file where the folder should be); ERROR_WRITE_PROTECT and ERROR_ALREADY_EXISTS.
    private static readonly int[] Unwritable = [30, 13, 1, 20, 17, unchecked((int)0x80070013), unchecked((int)0x800700B7)];

    /// <summary>Whether there is no room.</summary>
    public static bool IsFull(Exception fault) => fault is IOException && Full.Contains(fault.HResult);

    /// <summary>Whether this process may not write there.</summary>
    public static bool IsUnwritable(Exception fault) => fault is UnauthorizedAccessException or DirectoryNotFoundException || (fault is IOException && Unwritable.Contains(fault.HResult));
}
