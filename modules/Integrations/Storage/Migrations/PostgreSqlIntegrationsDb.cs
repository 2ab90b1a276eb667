using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Storage.Migrations;

/// <summary>PostgreSQL's migrations belong to this type.</summary>
public sealed class PostgreSqlIntegrationsDb(DbContextOptions<PostgreSqlIntegrationsDb> options) : IntegrationsDb(options)
{
    internal sealed class DesignTime : PostgreSqlDesignTime<PostgreSqlIntegrationsDb>;
}
