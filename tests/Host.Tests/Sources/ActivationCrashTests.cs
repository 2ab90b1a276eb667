using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.Testing.Git;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Host.Tests.Sources;

/// <summary>The real host, killed while git copies a repository.</summary>
public sealed class ActivationCrashTests
{
    [Fact]
    [Trait("Line", "1F.6")]
    public async Task An_activation_that_a_kill_cut_short_is_completed_by_the_next_start_and_leaves_no_half_copy()
    {
        await using var data = new DataDirectory();
        using var sample = new SampleRepository();
        var commit = sample.Commit("main", "First", ("a", "b"));
        await using var server = await GitHttpServer.StartAsync(sample.Root);
        using var ends = new CancellationTokenSource();
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Before = async http =>
        {
            // The refs are told, but no objects come.
            if (!HttpMethods.IsPost(http.Request.Method) || !await IsFetchAsync(http)) return true;
            hangs.TrySetResult();
            using var both = CancellationTokenSource.CreateLinkedTokenSource(ends.Token, http.RequestAborted);
            await Task.Delay(TimeSpan.FromMinutes(5), both.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return false;
        };
        var mirrors = Path.Combine(sample.Root, "mirrors");
        await using (var host = await StartAsync(data, mirrors))
        {
            var activating = RunAsync(host, "mutation($input: ActivateRepositoryInput!) { activateRepository(input: $input) { sourceRepository { status } errors { __typename } } }", new { input = new { provider = "git", repoId = server.Url + sample.Name } });
            await hangs.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await host.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => activating);
        }
        Assert.Single(Directory.EnumerateDirectories(mirrors, ".new-*"));
        server.Before = null;
        await ends.CancelAsync();

        await using var again = await StartAsync(data, mirrors);

        // The dead host's lease ends before its work is taken over.
        JsonElement repository = default;
        for (var i = 0; i < 240; i++)
        {
            repository = (await RunAsync(again, "{ sourceRepositories { nodes { status } } }")).GetProperty("sourceRepositories").GetProperty("nodes")[0];
            if (repository.GetProperty("status").GetString() != "ACTIVATING") break;
            await Task.Delay(500);
        }
        Assert.Equal("ACTIVE", repository.GetProperty("status").GetString());
        repository = (await RunAsync(again, "{ sourceRepositories { nodes { latestCommit { id } } } }")).GetProperty("sourceRepositories").GetProperty("nodes")[0];
        Assert.Equal(commit, repository.GetProperty("latestCommit").GetProperty("id").GetString());
        Assert.Empty(Directory.EnumerateDirectories(mirrors, ".*-*"));
        Assert.Single(Directory.EnumerateDirectories(mirrors, "*.git"));
    }

    private static async Task<bool> IsFetchAsync(HttpContext http)
    {
        // What is asked for first is the list of branches, by the same address.
        http.Request.EnableBuffering();
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        http.Request.Body.Position = 0;
        return System.Text.Encoding.Latin1.GetString(body.ToArray()).Contains("command=fetch", StringComparison.Ordinal);
    }

    private static async Task<HostProcess> StartAsync(DataDirectory data, string mirrors)
    {
        var host = await HostProcess.StartAsync(data.Path, environment: new Dictionary<string, string> { ["Sources__Mirrors__Directory"] = mirrors, ["Egress__AllowedNetworks__0"] = "127.0.0.0/8" });
        host.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await data.TokenAsync());
        return host;
    }

    private static async Task<JsonElement> RunAsync(HostProcess host, string query, object? variables = null)
    {
        using var response = await host.Http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }
}
