namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>The files below <c>data/postgres</c>: the cluster, its passwords and the mark that it is complete.</summary>
internal sealed class ClusterDirectory
{
    private const long MaxLogBytes = 10 * 1024 * 1024;

    private readonly string _ready;

    private ClusterDirectory(string root)
    {
        Cluster = Path.Combine(root, "cluster");
        _ready = Path.Combine(root, "ready");
        Secrets = ClusterSecrets.ReadOrCreate(Path.Combine(root, "secrets.json"));
    }

    public string Cluster { get; }

    public ClusterSecrets Secrets { get; }

    public string ServerLog => Path.Combine(Cluster, "server.log");

    public bool IsReady => File.Exists(_ready);

    /// <summary>The major version that made the cluster, null before there is one.</summary>
    public int? Major => IsReady ? int.Parse(File.ReadAllText(Path.Combine(Cluster, "PG_VERSION")).Trim().Split('.')[0]) : null;

    /// <summary>Only under the data directory's lock.</summary>
    public static ClusterDirectory Open(string dataDirectory)
    {
        var root = Path.Combine(dataDirectory, "postgres");
        PrivateDirectory.Make(root);
        return new ClusterDirectory(root);
    }

    /// <summary>Makes the cluster; what an interrupted attempt left is removed first.</summary>
    public void Initialise(PostgresBinaries binaries, ServerAccount account, bool durable)
    {
        if (Directory.Exists(Cluster)) Directory.Delete(Cluster, recursive: true);
        PrivateDirectory.Make(Cluster);
        account.Give(Cluster);
        // initdb wants an empty directory, so the password comes from a private one that lives no longer than this call.
        var handover = PrivateDirectory.Create(account);
        try
        {
            var password = Path.Combine(handover, "password");
            PrivateFile.Write(password, Secrets.Administrator);
            account.Give(password);
            account.RunProgram(Cluster, binaries.Program("initdb"),
            [
                "-D", account.PathOf(Cluster), "-U", "postgres", "--auth=scram-sha-256", $"--pwfile={password}", "--encoding=UTF8",
                // Ordinal order, and upper and lower case beyond ASCII where the system has it.
                "--lc-collate=C", OperatingSystem.IsLinux() ? "--lc-ctype=C.UTF-8" : "--lc-ctype=C", durable ? "--data-checksums" : "--no-sync",
            ]);
        }
        finally
        {
            Directory.Delete(handover, recursive: true);
        }
    }

    public bool IsConfigured(string settings)
    {
        var path = Path.Combine(Cluster, "postgresql.conf");
        return File.Exists(path) && File.ReadAllText(path) == settings;
    }

    public void Configure(string settings, ServerAccount account)
    {
        File.WriteAllText(Path.Combine(Cluster, "postgresql.conf"), settings);
        File.WriteAllText(Path.Combine(Cluster, "pg_hba.conf"), ClusterSettings.Access);
        if (File.Exists(ServerLog) && new FileInfo(ServerLog).Length > MaxLogBytes) File.Move(ServerLog, ServerLog + ".1", overwrite: true);
    }

    public void MarkReady() => File.WriteAllText(_ready, "");

    public string EndOfLog() => File.Exists(ServerLog) ? string.Join('\n', File.ReadLines(ServerLog).TakeLast(15)) : "(no log)";
}
