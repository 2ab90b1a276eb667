namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>Directories that only one account can enter.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the directory if it is missing; an existing one keeps its mode.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else if (!Directory.Exists(path)) Directory.CreateDirectory(path, Private);
    }

    /// <summary>A new directory with a short path that the account owns and can reach.</summary>
    public static string Create(ServerAccount account)
    {
        // A socket's path may have at most 107 bytes (103 on macOS). And TMPDIR may be closed to an account that is not the host's own.
        var root = account.Name is null && Path.GetTempPath().Length <= 60 ? Path.GetTempPath() : "/tmp";
        var directory = Path.Combine(OperatingSystem.IsWindows() ? Path.GetTempPath() : root, Prefix + Path.GetRandomFileName()[..8]);
        Make(directory);
        account.Give(directory);
        return directory;
    }

    /// <summary>Removes what <see cref="Create"/> made, and nothing else.</summary>
    public static void Remove(string path)
    {
        if (Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal) && Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private const string Prefix = "gqp-";
}
