using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Storage.Migrations;

/// <summary>PostgreSQL's migrations belong to this type.</summary>
public sealed class PostgreSqlSourcesDb(DbContextOptions<PostgreSqlSourcesDb> options) : SourcesDb(options)
{
    internal sealed class DesignTime : PostgreSqlDesignTime<PostgreSqlSourcesDb>;
}
