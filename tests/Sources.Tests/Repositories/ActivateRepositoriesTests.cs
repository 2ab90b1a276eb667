using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Sources.Tests.Repositories;

/// <summary>Several repositories at once.</summary>
public sealed class ActivateRepositoriesTests : IAsyncLifetime
{
    private GitHubServer _gitHub = null!;
    private ModuleHost _host = null!;

    public async Task InitializeAsync()
    {
        _gitHub = await VendorServer.StartAsync<GitHubServer>();
        _gitHub.Fill(250);
        _host = await SourcesHost.StartAsync(_gitHub);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "N9")]
    public async Task Each_is_told_as_created_reactivated_active_already_or_missing()
    {
        await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001" });
        var hidden = await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0002", config = new { branches = new[] { "release" } } });
        var id = Guid.Parse(hidden.GetProperty("sourceRepository").GetProperty("etag").GetString()![1..33]);
        await _host.DbAsync(async db =>
        {
            (await db.Repositories.SingleAsync(r => r.Id == id)).Hide(DateTimeOffset.UtcNow);
            return await db.SaveChangesAsync();
        });

        var items = await RunAsync("ada/repo-0003", "ada/repo-0001", "ada/repo-0002", "ada/none", "../../user");

        Assert.Equal(
            ["ada/repo-0003 CREATED -", "ada/repo-0001 ALREADY_ACTIVE REPOSITORY_ALREADY_ACTIVE", "ada/repo-0002 REACTIVATED -", "ada/none MISSING REPOSITORY_NOT_OWNED", "../../user MISSING REPOSITORY_NOT_OWNED"],
            items.Select(Line));
        await SettledAsync(3);
        Assert.Equal(["ada/repo-0001", "ada/repo-0002", "ada/repo-0003"], _gitHub.Hooks.Select(h => h.RepoId).Order());
        Assert.Equal(["release"], await _host.DbAsync(async db => (await db.Repositories.SingleAsync(r => r.Id == id)).Config.Branches));
    }

    [Fact]
    [Trait("Line", "R14")]
    public async Task A_hundred_take_no_more_calls_of_the_list_than_pages()
    {
        var items = await RunAsync([.. Enumerable.Range(0, 100).Select(i => $"ada/repo-{i:0000}")]);

        Assert.All(items, item => Assert.Equal("CREATED", item.GetProperty("outcome").GetString()));
        Assert.Equal(3, _gitHub.Requests.Count(r => r == "GET /api/v3/user/repos"));
        await SettledAsync(100);
        Assert.Equal(100, _gitHub.Hooks.Count);
    }

    [Fact]
    public async Task A_rehearsal_begins_none_and_bad_input_is_refused_as_a_whole()
    {
        var rehearsed = (await _host.MutateAsync("activateRepositories", new { provider = "github", repoIds = new[] { "ada/repo-0001", "ada/repo-0002" }, dryRun = true })).GetProperty("items");
        Assert.Equal(["CREATED", "CREATED"], rehearsed.EnumerateArray().Select(i => i.GetProperty("outcome").GetString()));
        Assert.Equal("INPUT_INVALID", (await _host.MutateAsync("activateRepositories", new { provider = "github", repoIds = new[] { "a/b", "a/b" } })).Code());
        Assert.Equal("INPUT_INVALID", (await _host.MutateAsync("activateRepositories", new { provider = "github", repoIds = Array.Empty<string>() })).Code());
        Assert.Equal("INPUT_INVALID", (await _host.MutateAsync("activateRepositories", new { provider = "github", repoIds = Enumerable.Range(0, 101).Select(i => $"a/{i}") })).Code());
        Assert.Equal("SOURCE_PROVIDER_NOT_FOUND", (await _host.MutateAsync("activateRepositories", new { provider = "nowhere", repoIds = new[] { "a/b" } })).Code());
        Assert.Equal("REPOSITORY_CONFIG_INVALID", (await _host.MutateAsync("activateRepositories", new { provider = "github", repoIds = new[] { "ada/repo-0001" }, config = new { includeFiles = new[] { "[" } } })).Code());

        Assert.Equal(0, await _host.DbAsync(db => db.Repositories.CountAsync()));
        Assert.Empty(_gitHub.Hooks);
    }

    private async Task<List<JsonElement>> RunAsync(params string[] repoIds)
    {
        var payload = await _host.MutateAsync("activateRepositories", new { provider = "github", repoIds });
        Assert.Null(payload.Code());
        return [.. payload.GetProperty("items").EnumerateArray()];
    }

    private static string Line(JsonElement item) =>
        $"{item.GetProperty("repoId").GetString()} {item.GetProperty("outcome").GetString()} {(item.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("code").GetString() : "-")}";

    private async Task SettledAsync(int active)
    {
        for (var i = 0; i < 6000 && await _host.DbAsync(db => db.Repositories.CountAsync(r => r.Status == Sources.Contracts.RepositoryStatus.Active)) < active; i++) await Task.Delay(10);
        Assert.Equal(active, await _host.DbAsync(db => db.Repositories.CountAsync(r => r.Status == Sources.Contracts.RepositoryStatus.Active)));
    }
}
