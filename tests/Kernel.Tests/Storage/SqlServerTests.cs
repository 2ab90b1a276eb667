using Microsoft.EntityFrameworkCore.Metadata;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Storage.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

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
