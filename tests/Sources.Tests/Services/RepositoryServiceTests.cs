using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Services;

public sealed class RepositoryServiceTests : IAsyncLifetime
{
    private GitHubServer _gitHub = null!;
    private ModuleHost _host = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _gitHub = await VendorServer.StartAsync<GitHubServer>();
        _gitHub.Fill(1);
        _host = await SourcesHost.StartAsync(_gitHub, services => services
            .AddSingleton<IRepositoryService>(new Service(new RepositoryService("todo-list", "Todo list", null, null)))
            .AddSingleton<IRepositoryService>(new Service(new RepositoryService("stash-only", "Stash only", null, ["bitbucket"]))));
        _id = (await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0000" })).GetProperty("sourceRepository").GetProperty("id").GetString()!;
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task A_service_is_activated_once_and_deactivated_once()
    {
        var active = await ChangeAsync("activateRepositoryService", "todo-list");
        Assert.Equal("todo-list", active.GetProperty("sourceRepository").GetProperty("activeServices")[0].GetString());
        Assert.Equal("SERVICE_ALREADY_ACTIVE", (await ChangeAsync("activateRepositoryService", "todo-list")).Code());

        Assert.Null((await ChangeAsync("deactivateRepositoryService", "todo-list")).Code());
        Assert.Equal("SERVICE_NOT_ACTIVE", (await ChangeAsync("deactivateRepositoryService", "todo-list")).Code());
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task A_service_works_with_the_sources_that_it_names()
    {
        Assert.Equal("SERVICE_SOURCE_MISMATCH", (await ChangeAsync("activateRepositoryService", "stash-only")).Code());
        Assert.Equal("REPOSITORY_SERVICE_NOT_FOUND", (await ChangeAsync("activateRepositoryService", "nothing")).Code());
        Assert.Equal(["todo-list"], (await _host.RunAsync("repositoryServices", new { provider = "github" })).GetProperty("data").GetProperty("repositoryServices").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
    }

    [Theory]
    [Trait("Line", "R15")]
    [InlineData(null, "src/a.cs", true)]
    [InlineData(null, "docs/a.md", false)]
    [InlineData(null, ".github/workflows/ci.yml", true)]
    [InlineData(null, ".git/config", false)]
    [InlineData(null, "sub/.git/config", false)]
    [InlineData("todo-list", "docs/a.md", true)]
    [InlineData("todo-list", "src/a.cs", false)]
    [InlineData("other", "src/a.min.js", false)]
    [InlineData("other", "docs/a.md", true)]
    public void Patterns_count_of_the_service_then_of_the_repository(string? service, string path, bool expected)
    {
        var config = new RepositoryConfig
        {
            ExcludeFiles = ["docs/**"],
            PerService = [new ServiceConfig("other", null, ["**/*.min.js"]), new ServiceConfig("todo-list", ["docs/**"], [])],
        };

        // Each run starts from what is configured; none leaves a trace for the next (1F.6).
        for (var run = 0; run < 3; run++) Assert.Equal(expected, FileSelection.Of(config, service).Holds(path));
        Assert.Equal(["docs/**"], config.ExcludeFiles);
    }

    private Task<System.Text.Json.JsonElement> ChangeAsync(string operation, string service) => _host.MutateAsync(operation, new { repositoryId = _id, service });

    private sealed class Service(RepositoryService info) : IRepositoryService
    {
        public RepositoryService Info => info;

        public Task ReceiveAsync(RepositoryDelivery delivery, CancellationToken ct) => Task.CompletedTask;
    }
}
