using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Storage.Migrations;

/// <summary>PostgreSQL's migrations belong to this type.</summary>
public sealed class PostgreSqlCatalogDb(DbContextOptions<PostgreSqlCatalogDb> options) : CatalogDb(options)
{
    internal sealed class DesignTime : PostgreSqlDesignTime<PostgreSqlCatalogDb>;
}
