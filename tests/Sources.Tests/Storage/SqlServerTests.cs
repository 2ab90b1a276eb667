using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Providers.Plugins;
using GraphQLPlugins.Sources.Storage.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphQLPlugins.Sources.Tests.Storage;

/// <summary>No SQL Server can be had here, so what would be sent to one is read.</summary>
public sealed class SqlServerTests
{
    private static readonly SqlServerSourcesDb Db = new SqlServerSourcesDb.DesignTime().CreateDbContext([]);

    [Fact]
    public void The_migrations_make_these_tables() => Snapshot.Match(Db.GetService<IMigrator>().GenerateScript());

    [Fact]
    public void The_reads_of_loops_and_hooks_are_these_statements()
    {
        var (organization, now, hash) = (Organization.DefaultId, new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero), SourceHook.Hash("token"));
        string[] ids = ["ada/site", "ada/shop"];
        Guid[] events = [new("01970000-0000-7000-8000-000000000001"), new("01970000-0000-7000-8000-000000000002")];
        Snapshot.Match(string.Join("\n\n", new[]
        {
            Db.Hooks.Where(h => h.TokenHash == hash).ToQueryString(),
            HookEventLoop.Due(Db, events).ToQueryString(),
            MatchHookEventsHandler.Waiting(Db, events).ToQueryString(),
            Db.Repositories.Where(r => r.Status == RepositoryStatus.Active && ids.Contains(r.RepoId)).ToQueryString(),
            Db.Repositories.Where(r => r.NextPollAt <= now && r.Status == RepositoryStatus.Active).OrderBy(r => r.NextPollAt).Take(200).ToQueryString(),
            Db.Repositories.Where(r => r.Status == RepositoryStatus.Active && (r.NextSyncAt <= now || Db.ServiceProgress.Any(p => p.RepositoryId == r.Id && p.NextTryAt <= now))).OrderBy(r => r.Id).Take(200).ToQueryString(),
            Db.Repositories.Where(r => r.LeaseUntil != null && r.LeaseUntil < now).OrderBy(r => r.LeaseUntil).Select(r => r.Id).Take(100).ToQueryString(),
            Db.Repositories.Where(r => r.OrganizationId == organization && r.Status == RepositoryStatus.Active && r.Provider.StartsWith("forge/")).ToQueryString(),
            Db.Repositories.Where(PluginSourceWatch.Waits).Select(r => new { r.OrganizationId, r.Provider }).Distinct().ToQueryString(),
        }));
    }

    [Fact]
    public void Text_is_compared_by_code_point() =>
        Assert.All(Db.GetService<IDesignTimeModel>().Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => (p.GetProviderClrType() ?? p.ClrType) == typeof(string)),
            p => Assert.Equal("Latin1_General_100_BIN2", p.GetCollation()));
}
