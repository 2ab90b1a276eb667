using System.Net;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Sync;
using GraphQLPlugins.Sources.Tests.Vendors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Tests.Sync;

/// <summary>A host, a GitHub with real repositories, and the ways from a push to what it leads to.</summary>
internal sealed class SyncHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sync-host-");
    private readonly Action<IServiceCollection>? _add;
    private readonly HttpClient _client = new();
    private WebApplication _web = null!;

    private SyncHost(Action<IServiceCollection>? add) => _add = add;

    public GitHubServer GitHub { get; private set; } = null!;

    public GitRepositories Git { get; } = new();

    public ModuleHost Host { get; private set; } = null!;

    /// <summary>Where the copies are.</summary>
    public string Mirrors => System.IO.Path.Combine(_folder.FullName, "mirrors");

    public JobRunner Runner => Host.Services.GetRequiredService<JobRunner>();

    public static async Task<SyncHost> StartAsync(Action<IServiceCollection>? add = null, TimeProvider? clock = null, int repositories = 1, params (string Name, string Value)[] settings)
    {
        var sync = new SyncHost(add);
        sync.GitHub = await VendorServer.StartAsync<GitHubServer>(sync.Git.Map);
        sync.GitHub.Fill(repositories);
        await sync.Git.FillAsync(sync.GitHub.Repositories.Select(r => r.Path));
        sync.Host = await SourcesHost.StartAsync(sync.GitHub, add, clock, sync.Settings(settings));
        await sync.ServeAsync();
        return sync;
    }

    /// <summary>Another host of the same deployment.</summary>
    public ModuleHost Join(TimeProvider clock, Action<IServiceCollection>? add = null) => SourcesHost.Join(Host, GitHub, add ?? _add, clock, Settings([]));

    /// <summary>Follows a repository; its first sync waits.</summary>
    /// <returns>The record's id.</returns>
    public async Task<string> ActivateAsync(string repoId = "ada/repo-0000", object? config = null, string provider = "github")
    {
        var payload = await Host.MutateAsync("activateRepository", new { provider, repoId, config });
        Assert.Null(payload.Code());
        var id = payload.GetProperty("sourceRepository").GetProperty("id").GetString()!;
        // A busy machine takes longer than the mutation waits.
        for (var i = 0; i < 6000 && (await RecordAsync(id)).GetProperty("status").GetString() == "ACTIVATING"; i++) await Task.Delay(10);
        return id;
    }

    /// <summary>Lets the source tell of a push, and the events be matched.</summary>
    public async Task PushedAsync(string repoId = "ada/repo-0000", string reference = "refs/heads/main", int times = 1)
    {
        var hook = GitHub.Hooks.First(h => h.RepoId == repoId);
        var body = JsonSerializer.Serialize(new { @ref = reference, repository = new { full_name = repoId } });
        for (var i = 0; i < times; i++) Assert.Equal(HttpStatusCode.Accepted, await SendHookAsync(hook.Url, body, "push", "sha256=" + HookSigning.Hex(body, hook.Secret)));
        await Host.Services.GetRequiredService<HookEventLoop>().RunOnceAsync(default);
    }

    /// <summary>Sends a delivery to a hook's address, as GitHub does.</summary>
    public async Task<HttpStatusCode> SendHookAsync(string url, string body, string type, string signature, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(_web.Urls.Single()), new Uri(url).AbsolutePath)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-GitHub-Event", type);
        request.Headers.Add("X-GitHub-Delivery", Guid.NewGuid().ToString());
        request.Headers.Add("X-Hub-Signature-256", signature);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var answer = await _client.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Runs all jobs that wait, and those that are asked for by that.</summary>
    public Task<int> RunAsync() => Runner.RunDueAsync();

    /// <summary>Lets what is due again be asked for, and runs it.</summary>
    public async Task<int> RetryAsync()
    {
        var found = await Host.Services.GetRequiredService<SyncLoop>().RunOnceAsync(default);
        await RunAsync();
        return found;
    }

    /// <summary>The record.</summary>
    public async Task<JsonElement> RecordAsync(string id) => (await Host.RunAsync("sourceRepository", new { id })).GetProperty("data").GetProperty("sourceRepository");

    /// <summary>The jobs of a kind, the oldest first.</summary>
    public async Task<List<JsonElement>> JobsAsync(string kind = "sources.sync")
    {
        var answer = await Host.QueryAsync("""
            query ($kind: String!) { jobs(first: 100, where: { kind: { eq: $kind } }, order: { createdAt: ASC }) { nodes { id kind target status attempt requestedBy result error { code message } steps { name status message } } } }
            """, new { kind });
        return [.. answer.GetProperty("data").GetProperty("jobs").GetProperty("nodes").EnumerateArray()];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _web.DisposeAsync();
        await Host.DisposeAsync();
        await GitHub.DisposeAsync();
        Git.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _web = builder.Build();
        foreach (var path in HookReceiver.Paths) _web.MapPost(path, Host.Services.GetRequiredService<HookReceiver>().ReceiveAsync);
        await _web.StartAsync();
    }

    private (string, string)[] Settings((string Name, string Value)[] more) =>
        [("Sources:Mirrors:Directory", Mirrors), ("Catalog:Artifacts:Directory", System.IO.Path.Combine(_folder.FullName, "artifacts")), ("Catalog:AllowRemoteAdmin", "true"), .. more];
}
