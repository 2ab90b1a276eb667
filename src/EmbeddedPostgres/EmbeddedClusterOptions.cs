namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>Where the private cluster lives and how it runs.</summary>
public sealed record EmbeddedClusterOptions
{
    /// <summary>The data directory; the cluster is made in <c>postgres/</c> below it.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The directory that holds <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; null searches the usual places.</summary>
    public string? BinDirectory { get; init; }

    /// <summary>The database that is created for the application, owned by a role of the same name.</summary>
    public string Database { get; init; } = "graphqlplugins";

    /// <summary>False gives up crash safety for speed: for tests, whose data may be lost.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Lets the application's role create databases: for tests.</summary>
    public bool MayCreateDatabases { get; init; }

    /// <summary>Uses the server of another host on the same data directory, if one runs, instead of refusing: for commands beside it.</summary>
    public bool MayShare { get; init; }

    /// <summary>Most connections at once.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>How long a start, including a crash recovery, may take.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
