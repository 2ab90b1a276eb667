using System.Text.Json;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Tests.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Services;

/// <summary>Which files a service gets of which branches, and when.</summary>
public sealed class ServiceFilesTests : IAsyncLifetime
{
    private const string Repo = "ada/repo-0000";
    private readonly RecordingService _service = new();
    private SyncHost _sync = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _sync = await SyncHost.StartAsync(services => services.AddSingleton<IRepositoryService>(_service), null, 1, ("Sources:Sync:MaxFileBytes", "40"), ("Sources:Sync:MaxFiles", "4"));
        _id = await _sync.ActivateAsync();
    }

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    [Trait("Line", "R15")]
    public async Task Patterns_choose_the_files_and_other_patterns_mean_all_files_once_more()
    {
        await _sync.Git.CommitAsync(Repo, "main", ("src/a.cs", "A"), ("docs/a.md", "D"), ("README.md", null));
        await ConfigureAsync(new { includeFiles = new[] { "src/**" } });
        await ServeAsync();
        Assert.Equal(["Initial main", "Added src/a.cs 1 A"], _service.Take());

        await ConfigureAsync(new { perService = new[] { new { service = "recorder", includeFiles = new[] { "docs/**" } } } });
        await _sync.RunAsync();
        Assert.Equal(["Initial main", "Added docs/a.md 1 D"], _service.Take());

        await _sync.Git.CommitAsync(Repo, "main", ("src/b.cs", "B"));
        await PushedAsync();
        Assert.Equal(["Changes main"], _service.Take());
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task Other_branches_come_as_what_differs_from_the_main_one_and_branches_that_go_are_told()
    {
        await _sync.Git.BranchAsync(Repo, "feature", "main");
        await _sync.Git.CommitAsync(Repo, "feature", ("f.txt", "F"));
        await ServeAsync();
        Assert.Equal(["Initial main", "Added README.md 22 This is ada/repo-0000.", "Changes feature", "Added f.txt 1 F"], _service.Take());

        await _sync.Git.DeleteBranchAsync(Repo, "feature");
        await PushedAsync();
        Assert.Equal(["BranchRemoved feature"], _service.Take());

        await _sync.Git.BranchAsync(Repo, "release/1.0", "main");
        await ConfigureAsync(new { branches = new[] { "release/*" } });
        await _sync.RunAsync();
        Assert.Equal(["Initial release/1.0", "Added README.md 22 This is ada/repo-0000.", "BranchRemoved main"], _service.Take());
    }

    [Fact]
    public async Task Files_beyond_the_bound_are_named_without_their_content_and_too_many_are_refused()
    {
        await _sync.Git.CommitAsync(Repo, "main", ("at.txt", new string('x', 40)), ("over.txt", new string('x', 41)), ("README.md", null));
        await ServeAsync();
        Assert.Equal(["Initial main", $"Added at.txt 40 {new string('x', 40)}", "Added over.txt 41 -"], _service.Take());

        await _sync.Git.CommitAsync(Repo, "main", [.. Enumerable.Range(0, 5).Select(i => ($"{i}.txt", (string?)"x"))]);
        await PushedAsync();
        var state = (await _sync.RecordAsync(_id)).GetProperty("services")[0];
        Assert.Equal(("TOO_MANY_FILES", JsonValueKind.Null), (state.GetProperty("lastErrorCode").GetString(), state.GetProperty("nextTryAt").ValueKind));
        Assert.Empty(_service.Take());

        // Exactly as many as allowed are taken.
        await _sync.Git.CommitAsync(Repo, "main", ("0.txt", null));
        await PushedAsync();
        Assert.Equal(5, _service.Take().Count);
    }

    [Fact]
    public async Task History_that_was_written_anew_is_told_as_what_differs_or_as_a_whole()
    {
        await ServeAsync();
        _service.Take();
        await _sync.Git.CommitAsync(Repo, "main", ("a.txt", "a"));
        await PushedAsync();
        Assert.Equal(["Changes main", "Added a.txt 1 a"], _service.Take());

        await _sync.Git.DeleteBranchAsync(Repo, "main");
        await _sync.Git.CommitAsync(Repo, "main", ("b.txt", "b"));
        await PushedAsync();

        Assert.Equal(["Changes main", "Removed README.md 0 -", "Removed a.txt 0 -", "Added b.txt 1 b"], _service.Take());
    }

    [Fact]
    [Trait("Line", "R15")]
    public async Task A_service_that_is_deactivated_hears_of_it_and_gets_everything_again_when_it_comes_back()
    {
        await ServeAsync();
        _service.Take();
        Assert.Null((await _sync.Host.MutateAsync("deactivateRepositoryService", new { repositoryId = _id, service = "recorder" })).Code());
        await _sync.RunAsync();
        Assert.Equal([$"Released {Repo}"], _service.Take());
        await PushedAsync();
        Assert.Empty(_service.Take());

        await ServeAsync();
        Assert.Equal(["Initial main", "Added README.md 22 This is ada/repo-0000."], _service.Take());
    }

    [Fact]
    [Trait("Line", "R8")]
    public async Task A_repository_that_goes_lets_its_services_go_first_then_its_hook_and_its_record()
    {
        await ServeAsync();
        _service.Take();
        var hooks = -1;
        _sync.GitHub.Trouble = async http =>
        {
            // The service has heard of it by the time that the hook is asked to go; here it is not yet.
            if (http.Request.Method == "DELETE") hooks = _service.Take().Count;
            http.Response.StatusCode = 503;
            await http.Response.CompleteAsync();
        };
        Assert.Equal("PROVIDER_UNREACHABLE", (await _sync.Host.MutateAsync("deactivateRepository", new { id = _id })).Code());
        Assert.Equal(1, hooks);

        // The source could not be reached, so that the repository stays, and its service gets everything once more.
        _sync.GitHub.Trouble = null;
        Assert.Equal("ACTIVE", (await _sync.RecordAsync(_id)).GetProperty("status").GetString());
        Assert.Equal(1, await _sync.RetryAsync());
        Assert.Equal(["Initial main", "Added README.md 22 This is ada/repo-0000."], _service.Take());

        Assert.Null((await _sync.Host.MutateAsync("deactivateRepository", new { id = _id })).Code());
        Assert.Equal([$"Released {Repo}"], _service.Take());
        Assert.Empty(_sync.GitHub.Hooks);
        Assert.Equal(JsonValueKind.Null, (await _sync.RecordAsync(_id)).ValueKind);
    }

    private Task ConfigureAsync(object config) => _sync.Host.MutateAsync("configureRepository", new { id = _id, config });

    private async Task ServeAsync()
    {
        Assert.Null((await _sync.Host.MutateAsync("activateRepositoryService", new { repositoryId = _id, service = "recorder" })).Code());
        await _sync.RunAsync();
    }

    private async Task PushedAsync()
    {
        await _sync.PushedAsync();
        await _sync.RunAsync();
    }
}
