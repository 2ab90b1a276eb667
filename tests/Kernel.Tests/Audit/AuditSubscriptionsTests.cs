using GraphQLPlugins.Kernel.Tests.Jobs;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Kernel.Tests.Audit;

public sealed class AuditSubscriptionsTests
{
    [Fact]
    public async Task A_watcher_of_one_host_sees_what_is_done_on_another_one_and_only_what_it_asked_for()
    {
        await using var a = await ErrandsModule.StartAsync();
        await using var b = a.Join(ErrandsModule.All);
        await CreateAsync(a, "before");

        var entries = await b.EventsAsync("onAudit", new { where = new { action = new { @in = new[] { "createProject" } } } }, 2, async () =>
        {
            await CreateAsync(a, "one");
            await a.RunAsync("createToken", new { input = new { name = "t", capabilities = new[] { "catalog:read" } } });
            await CreateAsync(a, "two");
        });

        Assert.Equal(["createProject", "createProject"], entries.Select(e => e.GetProperty("action").GetString()));
        Assert.Equal(
            await a.Database.ScalarAsync("SELECT string_agg(target, ',' ORDER BY at, id) FROM kernel.audit_entries WHERE action = 'createProject' AND target <> (SELECT 'Project:' || id FROM kernel.projects WHERE name = 'before')"),
            string.Join(',', entries.Select(e => e.GetProperty("target").GetString())));
    }

    [Fact]
    public async Task Who_may_not_read_the_audit_cannot_watch_it()
    {
        await using var host = await ErrandsModule.StartAsync();
        host.Caller = ModuleHost.Identity("catalog:read");
        var answer = await host.QueryAsync("subscription { onAudit { at } }");
        Assert.Equal("AUTH_NOT_AUTHORIZED", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private static Task CreateAsync(ModuleHost host, string name) => host.RunAsync("createProject", new { input = new { name } });
}
