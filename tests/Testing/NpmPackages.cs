using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace GraphQLPlugins.Testing;

/// <summary>The packages that a folder's lock file names.</summary>
public static class NpmPackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Installs them, once for each state of the lock file; tests and test processes that ask at the same time wait for the one that installs.</summary>
    /// <returns>Why they cannot be installed; null when they are there.</returns>
    public static string? Install(string folder)
    {
        if (AreThere(folder)) return null;
        using var turn = Turn(folder);
        if (AreThere(folder)) return null;
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var complaints = npm.StandardError.ReadToEndAsync();
        npm.StandardOutput.ReadToEnd();
        npm.WaitForExit();
        return npm.ExitCode == 0 ? null : complaints.Result;
    }

    private static bool AreThere(string folder)
    {
        var installed = Path.Combine(folder, "node_modules", ".package-lock.json");
        return File.Exists(installed) && File.GetLastWriteTimeUtc(installed) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package-lock.json"));
    }

    private static FileStream Turn(string folder)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(folder)).AsSpan(0, 8));
        var path = Path.Combine(Path.GetTempPath(), $"graphqlplugins-npm-{Environment.UserName}-{name}.lock");
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Patience; Thread.Sleep(200))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                // Somebody else installs.
            }
        }
        throw new TimeoutException($"Somebody else has been installing the packages of {folder} for {Patience.TotalMinutes:0} minutes.");
    }
}
