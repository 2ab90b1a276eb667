using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>One set of server programs and its major version.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Major)
{
    public const int OldestMajor = 14;

    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    public string Program(string name) => Path.Combine(Directory, name + Suffix);

    /// <summary>
    /// The first usable set in the order: configured, PATH, the distributions' directories newest first, Homebrew, Program Files.
    /// An existing cluster fixes <paramref name="wantedMajor"/>, since one major version cannot open another's files.
    /// </summary>
    public static PostgresBinaries Find(string? configured, int? wantedMajor)
    {
        if (configured is not null)
        {
            var found = Probe(configured)
                ?? throw new EmbeddedPostgresException($"Storage:BinDirectory is {configured}, but there are no initdb, pg_ctl and postgres of version {OldestMajor} or newer. {InstallHint.Text}");
            return wantedMajor is null || found.Major == wantedMajor ? found : throw WrongMajor(wantedMajor.Value, [found]);
        }
        var seen = new List<PostgresBinaries>();
        foreach (var directory in Candidates().Distinct())
        {
            if (Probe(directory) is not { } binaries) continue;
            if (wantedMajor is null || binaries.Major == wantedMajor) return binaries;
            seen.Add(binaries);
        }
        throw seen.Count == 0
            ? new EmbeddedPostgresException($"No PostgreSQL server programs (version {OldestMajor} or newer) were found. {InstallHint.Text}")
            : WrongMajor(wantedMajor!.Value, seen);
    }

    private static EmbeddedPostgresException WrongMajor(int wanted, List<PostgresBinaries> seen) =>
        new($"The data directory was made by PostgreSQL {wanted}, but only {string.Join(", ", seen.Select(b => $"{b.Major} ({b.Directory})"))} was found. "
            + $"Install PostgreSQL {wanted}, or start with another data directory.");

    private static IEnumerable<string> Candidates()
    {
        foreach (var directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            yield return Resolved(directory);
        string[] roots = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL")]
            : ["/usr/lib/postgresql", "/usr/pgsql", "/usr/libexec/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"];
        foreach (var root in roots)
            foreach (var directory in Versioned(root))
                yield return directory;
        foreach (var directory in Versioned("/usr", "pgsql-*"))
            yield return directory;
    }

    /// <summary>A wrapper on PATH may be a link into the real directory, where its siblings are.</summary>
    private static string Resolved(string directory)
    {
        try
        {
            var program = new FileInfo(Path.Combine(directory, "postgres" + Suffix));
            return program.Exists && program.ResolveLinkTarget(returnFinalTarget: true) is { } target
                ? Path.GetDirectoryName(target.FullName)! : directory;
        }
        catch (IOException)
        {
            return directory;
        }
    }

    private static IEnumerable<string> Versioned(string root, string pattern = "*") =>
        System.IO.Directory.Exists(root)
            ? System.IO.Directory.EnumerateDirectories(root, pattern)
                .Select(d => (Directory: d, Version: Digits().Match(Path.GetFileName(d))))
                .Where(d => d.Version.Success)
                .OrderByDescending(d => int.Parse(d.Version.Value))
                .Select(d => Path.Combine(d.Directory, "bin"))
            : [];

    private static PostgresBinaries? Probe(string directory)
    {
        var candidate = new PostgresBinaries(directory, 0);
        if (!File.Exists(candidate.Program("initdb")) || !File.Exists(candidate.Program("pg_ctl")) || !File.Exists(candidate.Program("postgres")))
            return null;
        using var process = Process.Start(new ProcessStartInfo(candidate.Program("postgres"), "--version") { RedirectStandardOutput = true });
        var version = Version().Match(process?.StandardOutput.ReadToEnd() ?? "");
        return version.Success && int.Parse(version.Groups[1].Value) is >= OldestMajor and var major ? candidate with { Major = major } : null;
    }

    [GeneratedRegex(@"\) (\d+)")]
    private static partial Regex Version();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
