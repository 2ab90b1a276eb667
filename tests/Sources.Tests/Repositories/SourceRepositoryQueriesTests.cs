using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Tests.Repositories;

public sealed class SourceRepositoryQueriesTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await SourcesHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_organizations_repositories_are_listed_by_name_and_no_others()
    {
        await AddAsync(Organization.DefaultId, "b");
        await AddAsync(Organization.DefaultId, "a");
        await AddAsync(Guid.NewGuid(), "c");

        var answer = (await _host.RunAsync("sourceRepositories")).GetProperty("data").GetProperty("sourceRepositories");

        Assert.Equal(2, answer.GetProperty("totalCount").GetInt32());
        Assert.Equal(["a", "b"], answer.GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()));
        Assert.Equal("**/*", answer.GetProperty("nodes")[0].GetProperty("config").GetProperty("includeFiles")[0].GetString());
    }

    [Fact]
    public async Task Without_the_capability_nothing_is_listed()
    {
        _host.Caller = ModuleHost.Identity("catalog:admin");

        var answer = await _host.RunAsync("sourceRepositories");

        Assert.Equal("AUTH_NOT_AUTHORIZED", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    private Task AddAsync(Guid organization, string name) => _host.DbAsync(async db =>
    {
        var remote = new RemoteRepository("github", $"o/{name}", name, null, $"https://github.com/o/{name}.git", "main", false, null);
        db.Add(SourceRepository.Begin(new SourceOwner(organization, "tester"), remote, null, RepositoryConfig.Default, DateTimeOffset.UtcNow));
        return await db.SaveChangesAsync();
    });
}
