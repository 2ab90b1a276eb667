using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Tests.Vendors;
using GraphQLPlugins.Testing.Git;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

/// <summary>Through the graph: repositories of any address, which git reads by HTTP.</summary>
public sealed class RepositoryContentsTests : IAsyncLifetime
{
    private readonly SampleRepository _sample = new();
    private GitHttpServer _server = null!;
    private ModuleHost _host = null!;

    private string Url => _server.Url + _sample.Name;

    private string Mirrors => Path.Combine(_sample.Root, "mirrors");

    public async Task InitializeAsync()
    {
        _server = await GitHttpServer.StartAsync(_sample.Root);
        _host = await SourcesHost.StartAsync(services => services.AddSingleton<IRepositoryService>(new Scanner()), ("Sources:Mirrors:Directory", Mirrors), ("Sources:Mirrors:MaxTextBytes", "1024"));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        _sample.Dispose();
    }

    [Fact]
    [Trait("Line", "R7")]
    public async Task An_active_repository_shows_its_branches_tags_and_commits()
    {
        var first = _sample.Commit("main", "First", ("readme.md", "one"));
        var second = _sample.Commit("main", "Second\n\nIn words", ("readme.md", "two"));
        _sample.Commit("topic", "Aside", ("aside.md", "x"));
        _sample.Tag("v1", first, "The first one");
        var id = await ActivateAsync();

        var repository = await ContentsAsync(id, new { branchesFirst = 1 });

        Assert.Equal((2, "main", second), (repository.GetProperty("branches").GetProperty("totalCount").GetInt32(), Node("branches").GetProperty("name").GetString(), Node("branches").GetProperty("commitId").GetString()));
        Assert.Equal(("v1", first, "The first one"), (Node("tags").GetProperty("name").GetString(), Node("tags").GetProperty("commitId").GetString(), Node("tags").GetProperty("subject").GetString()));
        Assert.Equal((second, "Second\n\nIn words", "2026-01-02T03:00:01.000Z"), (Latest("id"), Latest("message"), Latest("committedAt")));
        Assert.Equal(first, repository.GetProperty("latestCommit").GetProperty("parentIds")[0].GetString());

        JsonElement Node(string list) => Assert.Single(repository.GetProperty(list).GetProperty("nodes").EnumerateArray());
        string? Latest(string member) => repository.GetProperty("latestCommit").GetProperty(member).GetString();
    }

    [Fact]
    public async Task Commits_are_paged_and_a_push_in_between_moves_nothing()
    {
        var ids = Enumerable.Range(0, 5).Select(i => _sample.Commit("main", $"Number {i}", ("a", $"{i}"))).Reverse().ToList();
        var id = await ActivateAsync();
        var page = await CommitsAsync(id, 2, null);
        Assert.Equal(ids[..2], page.Ids);

        _sample.Commit("main", "New", ("a", "new"));
        await _host.Services.GetRequiredService<Mirrors>().UpdateAsync(await _host.DbAsync(db => db.Repositories.SingleAsync()), default);

        page = await CommitsAsync(id, 2, page.Cursor);
        Assert.Equal((true, string.Join(',', ids[2..4])), (page.HasNext, string.Join(',', page.Ids)));
        page = await CommitsAsync(id, 2, page.Cursor);
        Assert.Equal((false, ids[4]), (page.HasNext, Assert.Single(page.Ids)));
        Assert.Equal("INPUT_INVALID", (await RunAsync(id, new { commitsAfter = "main.1" })).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task Matching_files_are_those_of_the_service_else_of_the_repository_else_all()
    {
        _sample.CommitTree(
            "main", "Files",
            [
                .. new[] { ".hidden/settings", "docs/a.md", "docs/b.txt", "src/Main.CS", "src/main.cs", "src/.git-ignore" }.Select(p => ("100644", System.Text.Encoding.UTF8.GetBytes(p), _sample.Blob("x"u8.ToArray()))),
                ("120000", "src/link.cs"u8.ToArray(), _sample.Blob("/etc/passwd"u8.ToArray())),
            ]);
        var id = await ActivateAsync();
        Assert.Equal([".hidden/settings", "docs/a.md", "docs/b.txt", "src/.git-ignore", "src/Main.CS", "src/link.cs", "src/main.cs"], await MatchAsync(id, null));

        await ConfigureAsync(id, new { includeFiles = new[] { "src/*.cs", "docs/**" }, excludeFiles = new[] { "**/*.txt" }, perService = new[] { new { service = "scanner", includeFiles = new[] { "**/.*", "**/.*/**" } } } });

        Assert.Equal(["docs/a.md", "src/link.cs", "src/main.cs"], await MatchAsync(id, null));
        Assert.Equal([".hidden/settings", "src/.git-ignore"], await MatchAsync(id, "scanner"));
        Assert.Equal("REPOSITORY_SERVICE_NOT_FOUND", await MatchErrorAsync(id, "none", null));
        Assert.Equal("GIT_REFERENCE_NOT_FOUND", await MatchErrorAsync(id, null, "none"));
        var link = (await _host.RunAsync("matchingFiles", new { repositoryId = id })).GetProperty("data").GetProperty("matchingFiles").GetProperty("nodes")[1];
        Assert.Equal(("src/link.cs", "SYMLINK", 11), (link.GetProperty("path").GetString(), link.GetProperty("kind").GetString(), link.GetProperty("size").GetInt32()));
    }

    [Fact]
    public async Task One_file_is_shown_with_its_text_when_it_is_one_and_is_not_too_long()
    {
        _sample.CommitTree(
            "main", "Files",
            ("100644", "text"u8.ToArray(), _sample.Blob("h\u00e9"u8.ToArray())), ("100644", "binary"u8.ToArray(), _sample.Blob([0, 1, 2])), ("100644", "long"u8.ToArray(), _sample.Blob(new string('x', 1025).Select(c => (byte)c).ToArray())));
        var id = await ActivateAsync();

        Assert.Equal("h\u00e9", (await FileAsync("text")).GetProperty("text").GetString());
        Assert.Equal((JsonValueKind.Null, 3), ((await FileAsync("binary")).GetProperty("text").ValueKind, (await FileAsync("binary")).GetProperty("size").GetInt32()));
        Assert.Equal(JsonValueKind.Null, (await FileAsync("long")).GetProperty("text").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await FileAsync("none")).ValueKind);

        async Task<JsonElement> FileAsync(string path) =>
            (await _host.RunAsync("repositoryFile", new { id, path })).GetProperty("data").GetProperty("sourceRepository").GetProperty("file");
    }

    [Fact]
    [Trait("Line", "R7")]
    [Trait("Line", "1F.6")]
    public async Task A_copy_that_fails_undoes_the_activation_and_may_be_tried_again()
    {
        _sample.Commit("main", "First", ("a", "b"));
        _server.Before = http =>
        {
            if (http.Request.Method != "POST") return Task.FromResult(true);
            http.Response.StatusCode = 500;
            return Task.FromResult(false);
        };
        var payload = await _host.MutateAsync("activateRepository", new { provider = "git", repoId = Url });
        Assert.Equal("GIT_UNREACHABLE", payload.Code());
        Assert.True(payload.GetProperty("errors")[0].GetProperty("retryable").GetBoolean());
        Assert.Equal(0, await _host.DbAsync(db => db.Repositories.CountAsync()));
        Assert.Equal(["locks"], Directory.EnumerateFileSystemEntries(Mirrors).Select(Path.GetFileName));

        _server.Before = null;
        await ActivateAsync();
    }

    [Fact]
    [Trait("Line", "R14")]
    public async Task What_a_source_was_granted_opens_the_files_there()
    {
        Directory.CreateDirectory(Path.Combine(_sample.Root, "ada"));
        using var sample = new SampleRepository(_sample.Root, "ada/repo-0000.git");
        sample.Commit("main", "First", ("a", "b"));
        _server.Authorization = GitHttpServer.Basic("x-access-token", VendorServer.Token);
        await using var gitHub = await VendorServer.StartAsync<GitHubServer>();
        gitHub.Fill(1);
        gitHub.GitUrl = _server.Url;
        await using var host = await SourcesHost.StartAsync(gitHub, null, ("Sources:Mirrors:Directory", Path.Combine(_sample.Root, "of-github")));

        var payload = await host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0000" });

        Assert.Null(payload.Code());
        Assert.Single(gitHub.Hooks);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_sample.Root, "of-github"), "*.git"));
    }

    [Fact]
    [Trait("Line", "R14")]
    public async Task An_account_of_this_server_is_let_in_before_it_copies()
    {
        Directory.CreateDirectory(Path.Combine(_sample.Root, "ada"));
        using var sample = new SampleRepository(_sample.Root, "ada/repo-0000.git");
        sample.Commit("main", "First", ("a", "b"));
        await using var gitHub = await VendorServer.StartAsync<GitHubServer>();
        gitHub.Fill(1);
        gitHub.GitUrl = _server.Url;
        _server.Authorization = GitHttpServer.Basic("helper", GitHubServer.BotToken);
        _server.Before = http =>
        {
            if (!gitHub.Collaborators.Contains("ada/repo-0000 helper")) http.Response.StatusCode = 404;
            return Task.FromResult(http.Response.StatusCode != 404);
        };
        await using var host = await SourcesHost.StartAsync(
            gitHub, null, ("Sources:Mirrors:Directory", Path.Combine(_sample.Root, "of-github")), ("Sources:GitHub:Bot", "helper"), ("Sources:GitHub:BotToken", GitHubServer.BotToken));
        for (var i = 0; i < 2; i++)
        {
            var payload = await host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0000" });
            Assert.Null(payload.Code());
            Assert.Equal(["ada/repo-0000 helper"], gitHub.Collaborators);
            // The second time it is a collaborator already.
            Assert.Null((await host.MutateAsync("deactivateRepository", new { id = payload.GetProperty("sourceRepository").GetProperty("id").GetString() })).Code());
        }
    }

    [Fact]
    [Trait("Line", "R8")]
    public async Task Deactivation_deletes_the_files()
    {
        _sample.Commit("main", "First", ("a", "b"));
        var id = await ActivateAsync();
        Assert.Single(Directory.EnumerateDirectories(Mirrors, "*.git"));

        Assert.Null((await _host.MutateAsync("deactivateRepository", new { id })).Code());

        Assert.Equal(["locks"], Directory.EnumerateFileSystemEntries(Mirrors).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Private_files_are_their_owners_and_those_that_are_not_here_are_an_error()
    {
        _sample.Commit("main", "First", ("a", "b"));
        var id = await ActivateAsync();
        _host.Caller = ModuleHost.Identity("sources:read", principalId: Guid.CreateVersion7());
        Assert.Equal(["a"], await MatchAsync(id, null));

        await _host.DbAsync(db => db.Repositories.ExecuteUpdateAsync(r => r.SetProperty(x => x.Private, true)));
        Assert.Equal("REPOSITORY_NOT_OWNED", await MatchErrorAsync(id, null, null));
        Assert.Equal("REPOSITORY_NOT_OWNED", (await RunAsync(id, new { })).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        _host.Caller = ModuleHost.Identity("*");
        Directory.Delete(Directory.GetDirectories(Mirrors, "*.git").Single(), recursive: true);
        Assert.Equal("GIT_MIRROR_MISSING", await MatchErrorAsync(id, null, null));
        _host.Caller = ModuleHost.Identity("*", organizationId: Guid.CreateVersion7());
        Assert.Equal("SOURCE_REPOSITORY_NOT_FOUND", await MatchErrorAsync(id, null, null));
    }

    private async Task<string> ActivateAsync()
    {
        var payload = await _host.MutateAsync("activateRepository", new { provider = "git", repoId = Url });
        Assert.Null(payload.Code());
        Assert.Equal("ACTIVE", payload.GetProperty("sourceRepository").GetProperty("status").GetString());
        return payload.GetProperty("sourceRepository").GetProperty("id").GetString()!;
    }

    private async Task ConfigureAsync(string id, object config) => Assert.Null((await _host.MutateAsync("configureRepository", new { id, config })).Code());

    private Task<JsonElement> RunAsync(string id, object variables)
    {
        var all = JsonSerializer.SerializeToNode(variables)!.AsObject();
        all["id"] = id;
        return _host.RunAsync("repositoryContents", all);
    }

    private async Task<JsonElement> ContentsAsync(string id, object variables)
    {
        var answer = await RunAsync(id, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty("sourceRepository");
    }

    private async Task<(List<string> Ids, string? Cursor, bool HasNext)> CommitsAsync(string id, int first, string? after)
    {
        var commits = (await ContentsAsync(id, new { commitsFirst = first, commitsAfter = after })).GetProperty("commits");
        var info = commits.GetProperty("pageInfo");
        return ([.. commits.GetProperty("nodes").EnumerateArray().Select(c => c.GetProperty("id").GetString()!)], info.GetProperty("endCursor").GetString(), info.GetProperty("hasNextPage").GetBoolean());
    }

    private async Task<List<string?>> MatchAsync(string repositoryId, string? service) =>
        [.. (await _host.RunAsync("matchingFiles", new { repositoryId, service })).GetProperty("data").GetProperty("matchingFiles").GetProperty("nodes").EnumerateArray().Select(f => f.GetProperty("path").GetString())];

    private async Task<string?> MatchErrorAsync(string repositoryId, string? service, string? @ref) =>
        (await _host.RunAsync("matchingFiles", new { repositoryId, service, @ref })).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    private sealed class Scanner : IRepositoryService
    {
        public RepositoryService Info { get; } = new("scanner", "Scanner", null, null);

        public Task ReceiveAsync(RepositoryDelivery delivery, CancellationToken ct) => Task.CompletedTask;
    }
}
