using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Storage.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GraphQLPlugins.Kernel.Tests.Storage;

public sealed class MigratorTests
{
    [Fact]
    public async Task An_empty_database_gets_every_migration_once()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await using var services = KernelHost.Build(database.ConnectionString, []);
        var migrator = services.GetRequiredService<Migrator>();
        var first = await migrator.RunAsync(migrate: true, default);
        Assert.EndsWith("_Initial", first[0]);
        Assert.Equal((long)first.Count, await database.ScalarAsync("SELECT count(*) FROM kernel.migrations"));
        Assert.Empty(await migrator.RunAsync(migrate: true, default));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM kernel.organizations"));
    }

    [Fact]
    public async Task Tables_with_few_rows_are_known_to_the_planner()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await using var services = KernelHost.Build(database.ConnectionString, []);
        var migrator = services.GetRequiredService<Migrator>();
        await migrator.RunAsync(migrate: true, default);
        Assert.Equal(1.0f, await database.ScalarAsync("SELECT reltuples FROM pg_class WHERE oid = 'kernel.organizations'::regclass"));

        await database.ExecuteAsync("INSERT INTO kernel.audit_entries (id, at, actor, action, correlation_id) SELECT gen_random_uuid(), now(), 'a', 'b', 'c' FROM generate_series(1, 7)");
        await migrator.RunAsync(migrate: true, default);
        Assert.Equal(7.0f, await database.ScalarAsync("SELECT reltuples FROM pg_class WHERE oid = 'kernel.audit_entries'::regclass"));
    }

    [Fact]
    public async Task Hosts_that_start_at_once_wait_for_each_other()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var hosts = Enumerable.Range(0, 4).Select(_ => KernelHost.Build(database.ConnectionString, [])).ToList();
        var applied = await Task.WhenAll(hosts.Select(h => h.GetRequiredService<Migrator>().RunAsync(migrate: true, default)));
        Assert.Equal(1, applied.Count(a => a.Count > 0));
        Assert.Equal(1L, await database.ScalarAsync("SELECT count(*) FROM kernel.principals"));
        foreach (var host in hosts) await host.DisposeAsync();
    }

    [Fact]
    public async Task A_start_that_may_not_migrate_refuses_an_old_database_and_changes_nothing()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        await using var services = KernelHost.Build(database.ConnectionString, []);
        var refusal = await Assert.ThrowsAsync<SchemaOutdatedException>(() => services.GetRequiredService<Migrator>().RunAsync(migrate: false, default));
        Assert.Matches(@"^The database lacks \d+ migration\(s\): kernel/\d+_Initial, .+\. Run the command migrate, or start without --no-migrate\.$", refusal.Message);
        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM information_schema.schemata WHERE schema_name = 'kernel'"));
    }

    [Theory]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public void The_migrations_are_as_new_as_the_model(StorageProvider provider)
    {
        using KernelDb db = provider is StorageProvider.PostgreSql
            ? new PostgreSqlKernelDb.DesignTime().CreateDbContext([])
            : new SqlServerKernelDb.DesignTime().CreateDbContext([]);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Audit_entries_can_be_added_but_neither_changed_nor_removed()
    {
        await using var host = await KernelHost.StartAsync();
        await host.Database.ExecuteAsync("INSERT INTO kernel.audit_entries (id, at, actor, action, correlation_id) VALUES (gen_random_uuid(), now(), 'a', 'b', 'c')");
        foreach (var change in new[] { "UPDATE kernel.audit_entries SET actor = 'x'", "DELETE FROM kernel.audit_entries", "TRUNCATE kernel.audit_entries" })
            Assert.Equal("audit entries are only ever added", (await Assert.ThrowsAsync<PostgresException>(() => host.Database.ExecuteAsync(change))).MessageText);
        Assert.Equal(1L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE actor = 'a'"));
    }
}
