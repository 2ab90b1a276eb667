namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>How to get the server programs on this platform, and what to do without them.</summary>
internal static class InstallHint
{
    private const string Alternative = "Or use a server of your own: Storage__Provider=PostgreSql ConnectionStrings__Default=\"Host=...;Database=...;Username=...;Password=...\".";

    public static string Text { get; } = $"Install them with: {Command()}. {Alternative}";

    private static string Command()
    {
        if (OperatingSystem.IsWindows()) return "winget install PostgreSQL.PostgreSQL.17";
        if (OperatingSystem.IsMacOS()) return "brew install postgresql@17";
        return ForDistribution(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");
    }

    internal static string ForDistribution(string osRelease)
    {
        var ids = osRelease.Split('\n').Where(l => l.StartsWith("ID=") || l.StartsWith("ID_LIKE="))
            .SelectMany(l => l[(l.IndexOf('=') + 1)..].Trim('"', '\r').Split(' ')).ToHashSet();
        if (ids.Contains("alpine")) return "apk add postgresql17";
        if (ids.Contains("arch")) return "pacman -S postgresql";
        if (ids.Contains("fedora") || ids.Contains("rhel") || ids.Contains("centos")) return "dnf install postgresql-server";
        if (ids.Contains("suse") || ids.Contains("opensuse")) return "zypper install postgresql-server";
        return "apt-get install postgresql";
    }
}
