using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Storage.Migrations;

/// <summary>SQL Server's migrations belong to this type.</summary>
public sealed class SqlServerSourcesDb(DbContextOptions<SqlServerSourcesDb> options) : SourcesDb(options)
{
    internal sealed class DesignTime : SqlServerDesignTime<SqlServerSourcesDb>;
}
