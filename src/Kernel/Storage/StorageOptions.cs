using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>The settings below <c>Storage</c>, and the connection string.</summary>
public sealed class StorageOptions
{
    /// <summary>Where the data is kept.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Embedded;

    /// <summary>The directory of the embedded cluster and of the administrator's token; relative to the working directory.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>Where <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c> are, for the embedded cluster; null searches the usual places.</summary>
    public string? BinDirectory { get; set; }

    /// <summary>The server's connection string (<c>ConnectionStrings:Default</c>); unused by the embedded cluster.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>How long one statement may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>The compatibility level of a SQL Server's database: from 170 on, that of SQL Server 2025, filters may have regular expressions; below they are errors.</summary>
    [Range(130, 200)]
    public int SqlServerCompatibilityLevel { get; set; } = 150;

    /// <summary>Whether a start brings the database's schema up to date.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary>Embedded is PostgreSQL too.</summary>
    public bool IsPostgreSql => Provider is not StorageProvider.SqlServer;
}
