using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Storage.Migrations;

/// <summary>PostgreSQL's migrations belong to this type.</summary>
public sealed class PostgreSqlOptionsDb(DbContextOptions<PostgreSqlOptionsDb> options) : OptionsDb(options)
{
    internal sealed class DesignTime : PostgreSqlDesignTime<PostgreSqlOptionsDb>;
}
