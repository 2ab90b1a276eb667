using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Storage.Migrations;

/// <summary>SQL Server's migrations belong to this type.</summary>
public sealed class SqlServerIntegrationsDb(DbContextOptions<SqlServerIntegrationsDb> options) : IntegrationsDb(options)
{
    internal sealed class DesignTime : SqlServerDesignTime<SqlServerIntegrationsDb>;
}
