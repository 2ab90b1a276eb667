using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Repositories.Activation;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Repositories;

public sealed class ActivateRepositoryTests : IAsyncLifetime
{
    private readonly FirstStep _first = new();
    private GitHubServer _gitHub = null!;
    private ModuleHost _host = null!;

    public async Task InitializeAsync()
    {
        _gitHub = await VendorServer.StartAsync<GitHubServer>();
        _gitHub.Fill(3);
        // A step that comes before the hook is registered, as copying the files does.
        _host = await SourcesHost.StartAsync(_gitHub, services => services.AddScoped<IActivationStep>(_ => _first));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _gitHub.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "R7")]
    [Trait("Line", "R9")]
    public async Task An_activated_repository_is_followed_with_its_hook_and_all_its_files()
    {
        var payload = await ActivateAsync("ada/repo-0001");

        Assert.Null(payload.Code());
        var repository = payload.GetProperty("sourceRepository");
        Assert.Equal(("ACTIVE", "github", "ada/repo-0001"), (repository.GetProperty("status").GetString(), repository.GetProperty("provider").GetString(), repository.GetProperty("repoId").GetString()));
        Assert.Equal("""{"includeFiles":["**/*"],"excludeFiles":[],"branches":[],"perService":[]}""", repository.GetProperty("config").GetRawText());
        var hook = Assert.Single(_gitHub.Hooks);
        Assert.StartsWith("https://plugins.example.org/hooks/sources/github/", hook.Url, StringComparison.Ordinal);
        Assert.True(hook.ChecksTls);
        Assert.Equal(["run"], _first.Calls);
    }

    [Fact]
    [Trait("Line", "golden-25")]
    public async Task The_second_activation_of_the_same_owner_is_refused()
    {
        await ActivateAsync("ada/repo-0001");

        Assert.Equal("REPOSITORY_ALREADY_ACTIVE", (await ActivateAsync("ada/repo-0001")).Code());
        Assert.Single(_gitHub.Hooks);
    }

    [Fact]
    [Trait("Line", "golden-25")]
    [Trait("Line", "1F.6")]
    public async Task A_step_that_fails_leaves_nothing_behind_and_may_be_tried_again()
    {
        _first.Failure = new ProviderUnreachableException("github", "The files cannot be read.");
        Assert.Equal("PROVIDER_UNREACHABLE", (await ActivateAsync("ada/repo-0001")).Code());
        Assert.Equal((0, 0, 0), (await CountAsync(), await HooksAsync(), _gitHub.Hooks.Count));
        Assert.Equal(["run", "undo"], _first.Calls);

        _first.Failure = null;
        Assert.Null((await ActivateAsync("ada/repo-0001")).Code());
    }

    [Fact]
    [Trait("Line", "golden-25")]
    public async Task A_hook_that_cannot_be_registered_undoes_what_came_before()
    {
        _gitHub.Trouble = async http =>
        {
            if (http.Request.Method == "POST") http.Response.StatusCode = 500;
            else await Answer(http);
        };
        var payload = await ActivateAsync("ada/repo-0001");

        Assert.Equal("PROVIDER_UNREACHABLE", payload.Code());
        Assert.True(payload.GetProperty("errors")[0].GetProperty("retryable").GetBoolean());
        Assert.Equal((0, 0, 0), (await CountAsync(), await HooksAsync(), _gitHub.Hooks.Count));
        Assert.Equal(["run", "undo"], _first.Calls);

        // What the server itself would say, since trouble stands before it.
        Task Answer(Microsoft.AspNetCore.Http.HttpContext http)
        {
            http.Response.ContentType = "application/json";
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, http.Request.Path.Value!.EndsWith("/hooks", StringComparison.Ordinal) ? "[]"
                : $$"""{"full_name":"ada/repo-0001","clone_url":"{{_gitHub.Url}}ada/repo-0001.git","permissions":{"admin":true} }""");
        }
    }

    [Theory]
    [InlineData("nowhere", "ada/repo-0001", "SOURCE_PROVIDER_NOT_FOUND")]
    [InlineData("github", "ada/none", "REPOSITORY_NOT_OWNED")]
    [InlineData("github", "../../etc/passwd", "REPOSITORY_NOT_OWNED")]
    [InlineData("github", "--upload-pack=touch x/y", "REPOSITORY_NOT_OWNED")]
    [InlineData("github", "ext::sh -c touch% x", "REPOSITORY_NOT_OWNED")]
    [InlineData("github", "", "INPUT_INVALID")]
    [Trait("Line", "R7")]
    public async Task What_cannot_be_followed_is_refused_with_its_own_error(string provider, string repoId, string code)
    {
        Assert.Equal(code, (await _host.MutateAsync("activateRepository", new { provider, repoId })).Code());
        Assert.Equal((0, 0), (await CountAsync(), _gitHub.Hooks.Count));
    }

    [Fact]
    [Trait("Line", "R9")]
    public async Task A_configuration_that_cannot_be_read_is_refused_before_anything_is_saved()
    {
        var payload = await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001", config = new { includeFiles = new[] { "src/[a" } } });

        Assert.Equal("REPOSITORY_CONFIG_INVALID", payload.Code());
        Assert.Equal("""[{"field":"includeFiles","pattern":"src/[a","message":"A [ is not closed."}]""", payload.GetProperty("errors")[0].GetProperty("problems").GetRawText());
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    [Trait("Line", "R9")]
    [Trait("Line", "R8")]
    public async Task Several_owners_follow_the_same_repository_with_one_hook_which_the_last_one_takes_away()
    {
        var mine = IdOf(await ActivateAsync("ada/repo-0001"));
        _host.Caller = ModuleHost.Identity("sources:write", principalId: Guid.NewGuid());
        var other = IdOf(await ActivateAsync("ada/repo-0001"));
        Assert.Equal((2, 1), (await CountAsync(), _gitHub.Hooks.Count));

        Assert.Equal("REPOSITORY_NOT_OWNED", (await _host.MutateAsync("deactivateRepository", new { id = mine })).Code());
        Assert.Null((await _host.MutateAsync("deactivateRepository", new { id = other })).Code());
        Assert.Equal((1, 1), (await CountAsync(), _gitHub.Hooks.Count));

        _host.Caller = ModuleHost.Identity("*");
        Assert.Null((await _host.MutateAsync("deactivateRepository", new { id = mine })).Code());
        Assert.Equal((0, 0, 0), (await CountAsync(), await HooksAsync(), _gitHub.Hooks.Count));
    }

    [Fact]
    public async Task Another_organization_sees_and_changes_nothing_of_it()
    {
        var id = IdOf(await ActivateAsync("ada/repo-0001"));
        _host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid());

        Assert.Equal(JsonValueKind.Null, (await _host.RunAsync("sourceRepository", new { id })).GetProperty("data").GetProperty("sourceRepository").ValueKind);
        Assert.Equal("SOURCE_REPOSITORY_NOT_FOUND", (await _host.MutateAsync("deactivateRepository", new { id })).Code());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    [Trait("Line", "R8")]
    public async Task A_source_that_cannot_be_reached_keeps_a_repository_from_being_removed_unless_it_must_go()
    {
        var id = IdOf(await ActivateAsync("ada/repo-0001"));
        _gitHub.Trouble = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        Assert.Equal("PROVIDER_UNREACHABLE", (await _host.MutateAsync("deactivateRepository", new { id })).Code());
        var kept = (await _host.RunAsync("sourceRepository", new { id })).GetProperty("data").GetProperty("sourceRepository");
        Assert.Equal(("ACTIVE", "PROVIDER_UNREACHABLE"), (kept.GetProperty("status").GetString(), kept.GetProperty("lastErrorCode").GetString()));

        Assert.Null((await _host.MutateAsync("deactivateRepository", new { id, force = true })).Code());
        Assert.Equal(0, await CountAsync());
        Assert.Equal("SOURCE_REPOSITORY_NOT_FOUND", (await _host.MutateAsync("deactivateRepository", new { id })).Code());
    }

    [Fact]
    [Trait("Line", "R7")]
    public async Task What_a_dead_host_had_begun_is_completed_by_the_next_one()
    {
        var id = await BeginAsDeadHostAsync("ada/repo-0001");

        Assert.Equal(1, await _host.Services.GetRequiredService<ActivationRecovery>().RunOnceAsync(default));
        Assert.Equal(0, await _host.Services.GetRequiredService<ActivationRecovery>().RunOnceAsync(default));
        Assert.Equal(RepositoryStatus.Active, await _host.DbAsync(db => db.Repositories.Where(r => r.Id == id).Select(r => r.Status).SingleAsync()));
        Assert.Single(_gitHub.Hooks);
    }

    [Fact]
    [Trait("Line", "R7")]
    public async Task What_a_dead_host_had_begun_is_undone_when_it_cannot_be_completed()
    {
        await BeginAsDeadHostAsync("ada/repo-0001");
        _first.Failure = new ProviderUnauthorizedException("github", "No.");

        Assert.Equal(1, await _host.Services.GetRequiredService<ActivationRecovery>().RunOnceAsync(default));
        Assert.Equal((0, 0), (await CountAsync(), _gitHub.Hooks.Count));
    }

    [Fact]
    [Trait("Line", "N9")]
    public async Task Each_status_is_told_to_whoever_subscribed()
    {
        var events = await _host.EventsAsync("onRepositoryStatus", null, 5, async () =>
        {
            var id = IdOf(await ActivateAsync("ada/repo-0001"));
            await _host.MutateAsync("deactivateRepository", new { id });
        });

        Assert.Equal(["ACTIVATING", "ACTIVE", "PENDING_DELETION", "DELETION_IN_PROGRESS", "DELETION_IN_PROGRESS"], events.Select(e => e.GetProperty("status").GetString()));
        Assert.Equal([false, false, false, false, true], events.Select(e => e.GetProperty("removed").GetBoolean()));
    }

    [Fact]
    public async Task An_activation_that_takes_longer_than_a_request_may_wait_goes_on()
    {
        await using var host = await SourcesHost.StartAsync(_gitHub, services => services.AddScoped<IActivationStep>(_ => _first), ("Sources:ActivationWait", "00:00:00"));
        _first.Gate = new TaskCompletionSource();
        var events = await host.EventsAsync("onRepositoryStatus", null, 2, async () =>
        {
            var payload = await host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001" });
            Assert.Equal("ACTIVATING", payload.GetProperty("sourceRepository").GetProperty("status").GetString());
            _first.Gate.SetResult();
        });

        Assert.Equal(["ACTIVATING", "ACTIVE"], events.Select(e => e.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task An_activation_is_repeated_by_its_key_and_rehearsed_without_a_trace()
    {
        var rehearsed = await _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001", dryRun = true });
        Assert.Null(rehearsed.Code());
        Assert.Equal((0, 0, 0), (await CountAsync(), _gitHub.Hooks.Count, _first.Calls.Count));

        _first.Failure = new ProviderUnreachableException("github", "No.");
        Assert.Equal("PROVIDER_UNREACHABLE", (await WithKeyAsync()).Code());
        _first.Failure = null;
        var first = IdOf(await WithKeyAsync());
        Assert.Equal(first, IdOf(await WithKeyAsync()));
        Assert.Equal((1, 1), (await CountAsync(), _gitHub.Hooks.Count));

        Assert.Null((await _host.MutateAsync("deactivateRepository", new { id = first, dryRun = true })).Code());
        Assert.Null((await _host.MutateAsync("rotateHookSecret", new { id = first, dryRun = true })).Code());
        Assert.Equal("ACTIVE", (await _host.RunAsync("sourceRepository", new { id = first })).GetProperty("data").GetProperty("sourceRepository").GetProperty("status").GetString());

        Task<JsonElement> WithKeyAsync() => _host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001", idempotencyKey = "k" });
    }

    [Fact]
    public async Task Without_a_public_address_a_repository_is_polled()
    {
        await using var host = await SourcesHost.StartAsync(("Sources:GitHub:Url", _gitHub.Url.AbsoluteUri), ("Sources:GitHub:Token", VendorServer.Token));

        Assert.Null((await host.MutateAsync("activateRepository", new { provider = "github", repoId = "ada/repo-0001" })).Code());
        Assert.Empty(_gitHub.Hooks);
        Assert.NotNull(await host.DbAsync(db => db.Repositories.Select(r => r.NextPollAt).SingleAsync()));
    }

    private Task<JsonElement> ActivateAsync(string repoId) => _host.MutateAsync("activateRepository", new { provider = "github", repoId });

    private Task<int> CountAsync() => _host.DbAsync(db => db.Repositories.CountAsync());

    private Task<int> HooksAsync() => _host.DbAsync(db => db.Hooks.CountAsync());

    private static string IdOf(JsonElement payload) => payload.GetProperty("sourceRepository").GetProperty("id").GetString()!;

    private Task<Guid> BeginAsDeadHostAsync(string repoId) => _host.DbAsync(async db =>
    {
        var remote = new RemoteRepository("github", repoId, repoId, null, $"{_gitHub.Url}{repoId}.git", "main", false, null);
        var repository = SourceRepository.Begin(new SourceOwner(Organization.DefaultId, "tester"), remote, null, RepositoryConfig.Default, DateTimeOffset.UtcNow.AddMinutes(-5));
        db.Add(repository);
        await db.SaveChangesAsync();
        return repository.Id;
    });

    private sealed class FirstStep : IActivationStep
    {
        public List<string> Calls { get; } = [];

        public Exception? Failure { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public async Task RunAsync(SourceRepository repository, CancellationToken ct)
        {
            Calls.Add("run");
            if (Gate is { } gate) await gate.Task.WaitAsync(ct);
            if (Failure is { } failure) throw failure;
        }

        public Task UndoAsync(SourceRepository repository, CancellationToken ct)
        {
            Calls.Add("undo");
            return Task.CompletedTask;
        }
    }
}
