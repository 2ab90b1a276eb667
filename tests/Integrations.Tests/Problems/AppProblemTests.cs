using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Integrations.Tests.Problems;

/// <summary>What apps report, and how often they are installed.</summary>
public sealed class AppProblemTests : AppScene
{
    [Fact]
    public async Task Reports_of_one_key_within_an_hour_are_one_problem_and_become_critical()
    {
        await AsAppAsync();

        await DoAsync("reportAppProblem", new { key = "quota", message = "first", criticalThreshold = 3 });
        Clock.Advance(TimeSpan.FromMinutes(59));
        await DoAsync("reportAppProblem", new { key = "quota", message = "second", criticalThreshold = 3 });
        var third = (await DoAsync("reportAppProblem", new { key = "quota", message = "third", criticalThreshold = 3 })).GetProperty("appProblem");
        Clock.Advance(TimeSpan.FromMinutes(60));
        var later = (await DoAsync("reportAppProblem", new { key = "quota", message = "again" })).GetProperty("appProblem");

        Assert.Equal("3 True third", $"{third.GetProperty("count")} {third.GetProperty("critical")} {Text(third, "message")}");
        Assert.Equal("1 False", $"{later.GetProperty("count")} {later.GetProperty("critical")}");
        Host.Caller = ModuleHost.Identity("integrations:read");
        Assert.Equal("again third", await MessagesAsync());
        Assert.Equal("third", await MessagesAsync(new { critical = new { eq = true } }));
    }

    [Fact]
    public async Task Problems_are_put_aside_by_the_organization_or_the_app()
    {
        await AsAppAsync();
        await DoAsync("reportAppProblem", new { key = "a", message = "a" });
        var id = Text((await DoAsync("reportAppProblem", new { key = "b", message = "b" })).GetProperty("appProblem"), "id");

        Assert.Equal("a", Text((await DoAsync("dismissAppProblems", new { keys = new[] { "a", "nope" } })).GetProperty("problems")[0], "key"));
        Host.Caller = Other();
        Assert.Equal("[]", (await DoAsync("dismissAppProblems", new { ids = new[] { id } })).GetProperty("problems").ToString());
        Assert.Equal("", await MessagesAsync());
        Host.Caller = ModuleHost.Identity("integrations:read");
        Assert.Equal("ForbiddenError", Type(await RefusedAsync("dismissAppProblems", new { ids = new[] { id } })));
        Assert.Equal("b", await MessagesAsync(new { dismissed = new { eq = false } }));
        Host.Caller = ModuleHost.Identity("integrations:write integrations:read");
        await DoAsync("dismissAppProblems", new { ids = new[] { id } });
        Assert.Equal("", await MessagesAsync(new { dismissed = new { eq = false } }));
    }

    [Fact]
    public async Task Only_apps_report_and_within_bounds()
    {
        Assert.Equal("ForbiddenError", Type(await RefusedAsync("reportAppProblem", new { key = "a", message = "a" })));
        await AsAppAsync();
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("reportAppProblem", new { key = new string('x', 101), message = "a" })));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("reportAppProblem", new { key = "a", message = " " })));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("reportAppProblem", new { key = "a", message = "a", criticalThreshold = 0 })));
        Assert.Equal(0L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.app_problems"));
    }

    [Fact]
    public async Task Installs_and_uninstalls_are_counted_by_day()
    {
        await CreateAsync();
        await PublishAsync("one");
        var start = Clock.GetUtcNow();
        var uuid = Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid");
        Host.Caller = Other();
        await DoAsync("installApp", new { slug = "one" });
        Host.Caller = ModuleHost.Identity("*");
        Clock.Advance(TimeSpan.FromDays(2));
        await DoAsync("uninstallApp", new { installationUuid = uuid });

        var stats = (await Host.RunAsync("appStats", new { slug = "one" })).GetProperty("data").GetProperty("appStats");

        Assert.Equal("2 1", $"{stats.GetProperty("totalInstalls")} {stats.GetProperty("totalUninstalls")}");
        Assert.Equal(
            $"{start:yyyy-MM-dd}:2:0 {Clock.GetUtcNow():yyyy-MM-dd}:0:1",
            string.Join(' ', stats.GetProperty("days").EnumerateArray().Select(d => $"{Text(d, "day")}:{d.GetProperty("installs")}:{d.GetProperty("uninstalls")}")));
        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("appStats", new { slug = "one", since = "2026-01-02T00:00:00Z", until = "2026-01-01T00:00:00Z" })));
        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("appStats", new { slug = "one", since = "2020-01-01T00:00:00Z", until = "2026-01-01T00:00:00Z" })));
        Host.Caller = Other();
        Assert.Equal("APP_NOT_FOUND", CodeOf(await Host.RunAsync("appStats", new { slug = "one" })));
    }

    private async Task AsAppAsync()
    {
        var slug = Text(await CreateAsync("""{ "isInternal": true }"""), "slug");
        Host.Caller = await AuthenticateAsync(Text(await DoAsync("createInternalAppToken", new { slug }), "accessToken"));
    }

    private async Task<string> MessagesAsync(object? where = null) =>
        string.Join(' ', (await Host.RunAsync("appProblems", new { where })).GetProperty("data").GetProperty("appProblems").GetProperty("nodes").EnumerateArray().Select(p => Text(p, "message")));
}
