using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Storage.Migrations;

/// <summary>SQL Server's migrations belong to this type.</summary>
public sealed class SqlServerCatalogDb(DbContextOptions<SqlServerCatalogDb> options) : CatalogDb(options)
{
    internal sealed class DesignTime : SqlServerDesignTime<SqlServerCatalogDb>;
}
