using System.Text.Json;
using Microsoft.EntityFrameworkCore.Metadata;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Storage.Migrations;
using GraphQLPlugins.Kernel.Tests.Jobs;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.ModuleTesting.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Storage;

/// <summary>No SQL Server can be had here, so what would be sent to one is read.</summary>
public sealed class SqlServerTests
{
    private static readonly SqlServerKernelDb Db = new SqlServerKernelDb.DesignTime().CreateDbContext([]);

    [Fact]
    public void The_migrations_make_these_tables() => Snapshot.Match(Db.GetService<IMigrator>().GenerateScript());

    [Fact]
    public void The_kernels_reads_are_these_statements()
    {
        var hash = AccessToken.HashOf("secret");
        var organization = Organization.DefaultId;
        Snapshot.Match(string.Join("\nGO\n", new[]
        {
            Db.AccessTokens.Include(t => t.Principal).Where(t => t.Hash == hash).ToQueryString(),
            Db.AccessTokens.Where(t => t.OrganizationId == organization && t.Capabilities.Contains("catalog:read")).OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id).Take(10).ToQueryString(),
            Db.AuditEntries.Where(a => a.OrganizationId == organization && a.Target == "Plugin:git").OrderByDescending(a => a.At).Take(10).ToQueryString(),
            Db.Projects.Where(p => p.Lineage.StartsWith("/a/")).ToQueryString(),
        }));
    }

    [Fact]
    public void The_statements_by_hand_are_these() => Snapshot.Match(string.Join("\nGO\n", new[]
    {
        JobStatements.ClaimSqlServer, JobStatements.WaitingSqlServer, OutboxStatements.ReadSqlServer,
    }.Select(text => System.Text.RegularExpressions.Regex.Replace(text, @"\{(\d)\}", "@p$1").Replace("$", "@p", StringComparison.Ordinal))));

    [Fact]
    public async Task The_statements_of_a_start_are_these()
    {
        var server = new RecordedSqlServer(new SampleRows().With("sys.databases", """{ "is_read_committed_snapshot_on": true, "compatibility_level": 160 }"""));
        await using var host = ModuleHost.OnSqlServer(server, ErrandsModule.All);

        await Assert.ThrowsAsync<SchemaOutdatedException>(() => host.Services.GetRequiredService<Migrator>().RunAsync(migrate: false, default));

        Snapshot.Match(string.Join("\nGO\n", server.Statements));
    }

    [Theory]
    [InlineData(false, 160, "readers wait for writers in the database text. Run this there, then start again: ALTER DATABASE text SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE")]
    [InlineData(true, 140, "the database text is set to an older version of the language. Run this there, then start again: ALTER DATABASE text SET COMPATIBILITY_LEVEL = 150")]
    public async Task A_database_that_the_modules_cannot_work_with_is_refused_before_anything_is_changed(bool hasRowVersions, int level, string message)
    {
        var server = new RecordedSqlServer(new SampleRows().With("sys.databases", JsonSerializer.Serialize(new { is_read_committed_snapshot_on = hasRowVersions, compatibility_level = level })));
        await using var host = ModuleHost.OnSqlServer(server, ErrandsModule.All);

        var refusal = await Assert.ThrowsAsync<DatabaseUnfitException>(() => host.Services.GetRequiredService<Migrator>().RunAsync(migrate: true, default));

        Assert.Equal($"The database cannot be used as it is: {message}", refusal.Message);
        Assert.StartsWith("SELECT QUOTENAME(d.name)", Assert.Single(server.Statements));
    }

    /// <summary>A statement takes 2,100 parameters at most, which a list of ids may exceed.</summary>
    [Theory]
    [InlineData(2_000, false)]
    [InlineData(3_000, true)]
    public void Lists_that_are_too_long_for_parameters_are_one_value_with_the_columns_collation(int count, bool isOne)
    {
        var db = new SqlServerKernelDb(Options(new DbContextOptionsBuilder<SqlServerKernelDb>()));
        var (ids, names) = (Enumerable.Range(0, count).Select(i => new Guid(i, 0, 0, new byte[8])).ToArray(), Enumerable.Range(0, count).Select(i => $"project {i}").ToArray());

        using var byId = db.Projects.Where(p => ids.Contains(p.Id)).CreateDbCommand();
        using var byName = db.Projects.Where(p => names.Contains(p.Name)).CreateDbCommand();

        Assert.All([byId, byName], command => Assert.InRange(command.Parameters.Count, 1, 2_098));
        Assert.Equal(isOne, byId.CommandText.Contains("OPENJSON(", StringComparison.Ordinal));
        Assert.True(isOne == byName.CommandText.Contains("nvarchar(200) COLLATE Latin1_General_100_BIN2 '$'", StringComparison.Ordinal), byName.CommandText);
    }

    [Fact]
    public void Texts_from_json_have_the_columns_collation()
    {
        var statement = new SqlServerKernelDb(Options(new DbContextOptionsBuilder<SqlServerKernelDb>())).AccessTokens.Where(t => t.Capabilities.Contains("catalog:read")).ToQueryString();

        Assert.Contains("OPENJSON([a].[capabilities]) WITH ([value] nvarchar(max) COLLATE Latin1_General_100_BIN2 '$')", statement);
    }

    private static DbContextOptions<SqlServerKernelDb> Options(DbContextOptionsBuilder<SqlServerKernelDb> builder)
    {
        var server = new StorageServer(
            new StorageOptions { Provider = StorageProvider.SqlServer, ConnectionString = "Server=none" }, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance,
            Microsoft.Data.SqlClient.SqlClientFactory.Instance);
        server.Configure(builder, KernelDb.Schema);
        return builder.Options;
    }

    [Fact]
    public void Text_is_compared_by_code_point() =>
        Assert.All(Db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(string)),
            p => Assert.Equal("Latin1_General_100_BIN2", p.GetCollation()));
}
