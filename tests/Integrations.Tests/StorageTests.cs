using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.Storage.Migrations;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tests;

public sealed class StorageTests
{
    [Theory]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public void The_migrations_are_as_new_as_the_model(StorageProvider provider)
    {
        using IntegrationsDb db = provider is StorageProvider.PostgreSql
            ? new PostgreSqlIntegrationsDb.DesignTime().CreateDbContext([])
            : new SqlServerIntegrationsDb.DesignTime().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }
}
