namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Where the data is kept.</summary>
public enum StorageProvider
{
    /// <summary>A private PostgreSQL cluster below the data directory.</summary>
    Embedded,

    /// <summary>A PostgreSQL server, 14 or newer, named by <c>ConnectionStrings:Default</c>.</summary>
    PostgreSql,

    /// <summary>A SQL Server, named by <c>ConnectionStrings:Default</c>.</summary>
    SqlServer,
}
