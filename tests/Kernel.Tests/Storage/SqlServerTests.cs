using Microsoft.EntityFrameworkCore.Metadata;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Tokens;
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
        Snapshot.Match(string.Join("\n\n", new[]
        {
            Db.AccessTokens.Include(t => t.Principal).Where(t => t.Hash == hash).ToQueryString(),
            Db.AccessTokens.Where(t => t.OrganizationId == organization && t.Capabilities.Contains("catalog:read")).OrderByDescending(t => t.CreatedAt).ThenBy(t => t.Id).Take(10).ToQueryString(),
            Db.AuditEntries.Where(a => a.OrganizationId == organization && a.Target == "Plugin:git").OrderByDescending(a => a.At).Take(10).ToQueryString(),
            Db.Projects.Where(p => p.Lineage.StartsWith("/a/")).ToQueryString(),
        }));
    }

    [Fact]
    public void Text_is_compared_by_code_point() =>
        Assert.All(Db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(string)),
            p => Assert.Equal("Latin1_General_100_BIN2", p.GetCollation()));
}
