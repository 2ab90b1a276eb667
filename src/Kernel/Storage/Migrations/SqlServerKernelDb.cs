using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Storage.Migrations;

/// <summary>SQL Server's migrations belong to this type.</summary>
public sealed class SqlServerKernelDb(DbContextOptions<SqlServerKernelDb> options) : KernelDb(options)
{
    internal sealed class DesignTime : SqlServerDesignTime<SqlServerKernelDb>;
}
