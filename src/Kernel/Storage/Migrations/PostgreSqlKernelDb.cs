using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Storage.Migrations;

/// <summary>PostgreSQL's migrations belong to this type.</summary>
public sealed class PostgreSqlKernelDb(DbContextOptions<PostgreSqlKernelDb> options) : KernelDb(options)
{
    internal sealed class DesignTime : PostgreSqlDesignTime<PostgreSqlKernelDb>;
}
