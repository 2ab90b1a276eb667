using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Storage.Migrations;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Storage.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphQLPlugins.Options.Tests.Storage;

public sealed class OptionsDbTests
{
    [Fact]
    public async Task Keys_of_the_first_schema_are_carried_over_to_the_kernel()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await using var kernel = new PostgreSqlKernelDb(For<PostgreSqlKernelDb>(database, KernelDb.Schema));
        await using var options = new PostgreSqlOptionsDb(For<PostgreSqlOptionsDb>(database, OptionsDb.Schema));
        await options.GetService<IMigrator>().MigrateAsync("Initial");
        await database.ExecuteAsync("INSERT INTO options.protection_keys VALUES ('key-1', '<key/>')");

        await kernel.Database.MigrateAsync();
        await options.Database.MigrateAsync();

        Assert.Equal("key-1 <key/>", await database.ScalarAsync("SELECT name || ' ' || xml FROM kernel.protection_keys"));
        Assert.Equal(DBNull.Value, await database.ScalarAsync("SELECT to_regclass('options.protection_keys')::text"));
    }

    [Fact]
    public void The_migrations_and_the_model_agree()
    {
        Assert.False(new PostgreSqlOptionsDb.DesignTime().CreateDbContext([]).Database.HasPendingModelChanges());
        Assert.False(new SqlServerOptionsDb.DesignTime().CreateDbContext([]).Database.HasPendingModelChanges());
    }

    private static DbContextOptions<TDb> For<TDb>(TestDatabase database, string schema) where TDb : DbContext =>
        new DbContextOptionsBuilder<TDb>().UseNpgsql(database.ConnectionString, o => o.MigrationsHistoryTable("migrations", schema)).Options;
}
