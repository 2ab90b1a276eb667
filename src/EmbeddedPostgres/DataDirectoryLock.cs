using System.Globalization;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>Held by the one host that may use a data directory; released by the system however that host ends.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DataDirectoryLock(FileStream file) => _file = file;

    public static DataDirectoryLock Take(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, "host.lock");
        try
        {
            PrivateDirectory.Make(dataDirectory);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // A locked file cannot be read, so the holder's number stands beside it.
            File.WriteAllText(HolderPath(dataDirectory), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new DataDirectoryLock(file);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedPostgresException($"The data directory {dataDirectory} cannot be written by the user {Environment.UserName}. Start as its owner, or give this host another one with --data.", e);
        }
        catch (IOException e) when (e is not DirectoryNotFoundException)
        {
            throw new EmbeddedPostgresException(
                $"The data directory {dataDirectory} is in use by another host{Holder(HolderPath(dataDirectory))}. Stop it, or give this one another directory with --data.", e);
        }
    }

    private static string HolderPath(string dataDirectory) => Path.Combine(dataDirectory, "host.pid");

    private static string Holder(string path) => File.Exists(path) ? $" (process {File.ReadAllText(path)})" : "";

    public void Dispose() => _file.Dispose();
}
