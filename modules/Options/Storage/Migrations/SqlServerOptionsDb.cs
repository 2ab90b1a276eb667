using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Storage.Migrations;

/// <summary>SQL Server's migrations belong to this type.</summary>
public sealed class SqlServerOptionsDb(DbContextOptions<SqlServerOptionsDb> options) : OptionsDb(options)
{
    internal sealed class DesignTime : SqlServerDesignTime<SqlServerOptionsDb>;
}
