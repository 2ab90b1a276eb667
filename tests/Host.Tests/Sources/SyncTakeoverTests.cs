using System.Net.Http.Json;
using System.Text.Json;
using GraphQLPlugins.Testing.Git;
using Path = System.IO.Path;

namespace GraphQLPlugins.Host.Tests.Sources;

/// <summary>A host that is killed in the middle of a sync, and the one that starts after it.</summary>
public sealed class SyncTakeoverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_next_start_does_what_a_killed_host_had_begun()
    {
        await using var data = new DataDirectory();
        using var repository = new SampleRepository(name: "greeter.git");
        repository.Commit("main", "first", ("README.md", "a greeter"));
        await using var server = await GitHttpServer.StartAsync(repository.Root);
        var settings = new Dictionary<string, string> { ["Egress__AllowedNetworks__0"] = "127.0.0.0/8", ["Jobs__LeaseTime"] = "00:00:05", ["Jobs__PollInterval"] = "00:00:01" };
        string id;
        await using (var killed = await HostProcess.StartAsync(data.Path, environment: settings))
        {
            killed.Http.DefaultRequestHeaders.Authorization = new("Bearer", await data.TokenAsync());
            var activated = await AskAsync(killed, "activateRepository", new { input = new { provider = "git", repoId = $"{server.Url}greeter.git" } });
            id = activated.GetProperty("sourceRepository").GetProperty("id").GetString()!;
            await UntilAsync(async () => (await RecordAsync(killed, id)).GetProperty("lastSyncAt").ValueKind is JsonValueKind.String);
            repository.Commit("main", "second", ("plugin.json", """{"id":"greeter","version":"1.0.0"}"""));
            var entered = new TaskCompletionSource();
            server.Before = async http =>
            {
                entered.TrySetResult();
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return false;
            };
            await AskAsync(killed, "syncRepositoryNow", new { input = new { id } });
            await entered.Task.WaitAsync(Patience);
            await killed.KillAsync();
        }
        server.Before = null;
        await using var next = await HostProcess.StartAsync(data.Path, environment: settings);
        next.Http.DefaultRequestHeaders.Authorization = new("Bearer", await data.TokenAsync());
        await UntilAsync(async () => (await AskAsync(next, "discoveredPlugins", new { repositoryId = id })).GetArrayLength() == 1);

        var jobs = (await AskAsync(next, "jobs", new { where = new { kind = new { eq = "sources.sync" } } })).GetProperty("nodes").EnumerateArray().ToList();
        await UntilAsync(async () => (await RecordAsync(next, id)).GetProperty("lastErrorCode").ValueKind is JsonValueKind.Null);
        Assert.Equal(2, jobs.Count);
    }

    private static Task<JsonElement> RecordAsync(HostProcess host, string id) => AskAsync(host, "sourceRepository", new { id });

    private static async Task<JsonElement> AskAsync(HostProcess host, string operation, object variables)
    {
        var query = await File.ReadAllTextAsync(Path.Combine(Testing.Repository.Root, "schema", "operations", operation + ".graphql"));
        using var response = await host.Http.PostAsJsonAsync("/graphql", new { query, variables });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty(operation);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await isSo()) await Task.Delay(200, limit.Token);
    }
}
