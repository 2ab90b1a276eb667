using System.Diagnostics;
using System.Net;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Polling;
using GraphQLPlugins.Sources.Repositories;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Tests.Polling;

/// <summary>Repositories of a plain git server, whose answers come from git itself.</summary>
public sealed class PollLoopTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("git").FullName;
    private readonly Recorded _triggered = new();
    private WebApplication _server = null!;
    private ModuleHost _host = null!;
    private int _status = 200;

    private string Url => $"{_server.Urls.Single()}/team/repo.git";

    public async Task InitializeAsync()
    {
        Git("init", "--quiet", "--initial-branch=trunk");
        Commit("first");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.MapGet("/team/repo.git/info/refs", AnswerAsync);
        await _server.StartAsync();
        _host = await SourcesHost.StartAsync(services => services.AddSingleton<ISyncTrigger>(_triggered));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_public_repository_is_found_by_its_address()
    {
        var nodes = (await _host.RunAsync("remoteRepositories", new { provider = "git", search = Url })).GetProperty("data").GetProperty("remoteRepositories").GetProperty("nodes");

        Assert.Equal(("team/repo", "trunk"), (nodes[0].GetProperty("name").GetString(), nodes[0].GetProperty("defaultBranch").GetString()));
        Assert.Equal("REPOSITORY_NOT_OWNED", (await _host.MutateAsync("activateRepository", new { provider = "git", repoId = $"{_server.Urls.Single()}/none.git" })).Code());
    }

    [Theory]
    [InlineData("https://169.254.169.254/x.git", "URL_NOT_ALLOWED")]
    [InlineData("https://localhost.example/../x.git", "REPOSITORY_NOT_OWNED")]
    [InlineData("file:///etc/passwd", "REPOSITORY_NOT_OWNED")]
    [InlineData("ext::sh -c id", "REPOSITORY_NOT_OWNED")]
    public async Task Addresses_that_must_not_be_called_are_refused(string repoId, string code) =>
        Assert.Equal(code, (await _host.MutateAsync("activateRepository", new { provider = "git", repoId })).Code());

    [Fact]
    public async Task A_change_is_found_once_and_no_change_is_none()
    {
        await ActivateAsync();
        Assert.Equal(1, await PollAsync());
        Assert.Equal(1, _triggered.Count);

        Assert.Equal(1, await PollAsync());
        Assert.Equal(1, _triggered.Count);

        Commit("second");
        Assert.Equal(1, await PollAsync());
        Assert.Equal(2, _triggered.Count);
    }

    [Fact]
    public async Task A_repository_is_asked_for_at_its_time_only()
    {
        await ActivateAsync();

        Assert.Equal(0, await _host.Services.GetRequiredService<PollLoop>().RunOnceAsync(default));
    }

    [Fact]
    public async Task A_server_that_is_down_is_asked_less_and_less_and_stays()
    {
        await ActivateAsync();
        _status = 503;
        await PollAsync();
        await PollAsync();

        var repository = await _host.DbAsync(db => db.Repositories.SingleAsync());
        Assert.Equal((RepositoryStatus.Active, 2, "PROVIDER_UNREACHABLE"), (repository.Status, repository.PollFailures, repository.LastErrorCode));
        Assert.InRange(repository.NextPollAt!.Value, DateTimeOffset.UtcNow.AddMinutes(15), DateTimeOffset.UtcNow.AddMinutes(21));
    }

    [Fact]
    [Trait("Line", "N9")]
    public async Task A_repository_that_is_gone_for_good_is_disabled_and_may_be_removed()
    {
        await ActivateAsync();
        _status = 404;
        for (var i = 0; i < 5; i++) await PollAsync();

        var repository = await _host.DbAsync(db => db.Repositories.SingleAsync());
        Assert.Equal((RepositoryStatus.Disabled, "REPOSITORY_GONE"), (repository.Status, repository.LastErrorCode));
        Assert.Equal(0, await PollAsync());
        var id = (await _host.RunAsync("sourceRepositories")).GetProperty("data").GetProperty("sourceRepositories").GetProperty("nodes")[0].GetProperty("id").GetString();
        Assert.Null((await _host.MutateAsync("deactivateRepository", new { id })).Code());
    }

    private async Task ActivateAsync() => Assert.Null((await _host.MutateAsync("activateRepository", new { provider = "git", repoId = Url })).Code());

    private async Task<int> PollAsync()
    {
        var due = DateTimeOffset.UtcNow.AddSeconds(-1);
        await _host.DbAsync(db => db.Repositories.Where(r => r.NextPollAt != null).ExecuteUpdateAsync(r => r.SetProperty(x => x.NextPollAt, due)));
        return await _host.Services.GetRequiredService<PollLoop>().RunOnceAsync(default);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        http.Response.StatusCode = _status;
        if (_status != 200) return;
        http.Response.ContentType = "application/x-git-upload-pack-advertisement";
        await http.Response.WriteAsync("001e# service=git-upload-pack\n0000");
        await http.Response.WriteAsync(Git("upload-pack", "--stateless-rpc", "--advertise-refs", _folder));
    }

    private void Commit(string message) => Git("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "--quiet", "--allow-empty", "-m", message);

    private string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = _folder, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private sealed class Recorded : ISyncTrigger
    {
        public int Count { get; private set; }

        public Task RequestAsync(IReadOnlyList<SourceRepository> repositories, SyncReason reason, Guid? hookEventId, CancellationToken ct)
        {
            if (reason is SyncReason.Poll) Count += repositories.Count;
            return Task.CompletedTask;
        }
    }
}
