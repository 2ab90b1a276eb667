using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Storage.Migrations;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Tests.Storage;

public sealed class CatalogDbTests
{
    [Theory]
    [InlineData(StorageProvider.PostgreSql)]
    [InlineData(StorageProvider.SqlServer)]
    public void The_migrations_are_as_new_as_the_model(StorageProvider provider)
    {
        using var db = Create(provider);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Theory]
    [InlineData(StorageProvider.PostgreSql, "p.labels @> ARRAY['git']")]
    [InlineData(StorageProvider.SqlServer, "N'git' IN (")]
    public void A_label_is_looked_up_in_a_way_that_an_index_or_json_function_serves(StorageProvider provider, string expected)
    {
        using var db = Create(provider);

        Assert.Contains(expected, db.Plugins.Where(plugin => plugin.Labels.Contains("git")).ToQueryString());
        Assert.Contains(expected, db.Plugins.Where(plugin => plugin.Labels.Any(label => label == "git")).ToQueryString());
    }

    [Fact]
    public async Task Lists_are_read_from_their_indexes()
    {
        await using var host = await CatalogHost.StartAsync();

        Assert.Contains("ix_plugins_name_id", await PlanAsync(host, "SELECT * FROM catalog.plugins ORDER BY name, id LIMIT 10"));
        Assert.Contains("ix_plugins_installs_id", await PlanAsync(host, "SELECT * FROM catalog.plugins ORDER BY installs DESC, id DESC LIMIT 10"));
        Assert.Contains("ix_plugins_updated_at_id", await PlanAsync(host, "SELECT * FROM catalog.plugins ORDER BY updated_at, id LIMIT 10"));
        Assert.Contains("ix_plugins_labels", await PlanAsync(host, "SELECT * FROM catalog.plugins WHERE labels @> ARRAY['git']"));
        Assert.Contains("ix_versions_plugin_key_sort_key_id", await PlanAsync(host, "SELECT * FROM catalog.versions WHERE plugin_key = '00000000-0000-7000-8000-000000000000' ORDER BY sort_key DESC, id DESC LIMIT 10"));
        Assert.Contains("ix_dependencies_plugin_id_version_key", await PlanAsync(host, "SELECT * FROM catalog.dependencies WHERE plugin_id = 'git'"));
    }

    [Fact]
    public async Task A_search_uses_trigrams_where_the_server_has_them()
    {
        await using var host = await CatalogHost.StartAsync();
        if (await host.Database.ScalarAsync("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'") is 0L)
            return;

        Assert.Contains("ix_plugins_search_text", await PlanAsync(host, "SELECT * FROM catalog.plugins WHERE search_text LIKE '%pipeline%'"));
    }

    private static async Task<string> PlanAsync(CatalogHost host, string query)
    {
        // An empty table is always scanned, unless that is forbidden.
        await using var connection = new Npgsql.NpgsqlConnection(host.Database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand($"SET enable_seqscan = off; SET enable_sort = off; EXPLAIN {query}", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var plan = "";
        while (await rows.ReadAsync())
            plan += rows.GetString(0) + "\n";
        return plan;
    }

    private static CatalogDb Create(StorageProvider provider) => provider is StorageProvider.PostgreSql
        ? new PostgreSqlCatalogDb.DesignTime().CreateDbContext([])
        : new SqlServerCatalogDb.DesignTime().CreateDbContext([]);
}
