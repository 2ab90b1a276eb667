using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Sources.Tests.Sync;

public sealed class SyncRepositoryNowTests : IAsyncLifetime
{
    private readonly RecordingService _service = new();
    private SyncHost _sync = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _sync = await SyncHost.StartAsync(services => services.AddSingleton<IRepositoryService>(_service));
        _id = await _sync.ActivateAsync();
        await _sync.RunAsync();
    }

    public async Task DisposeAsync() => await _sync.DisposeAsync();

    [Fact]
    public async Task The_answer_is_the_job_and_asking_again_while_it_waits_is_the_same_one()
    {
        var first = await NowAsync();
        Assert.Equal(("sources.sync", "github:ada/repo-0000", "QUEUED"), (first.GetProperty("kind").GetString(), first.GetProperty("target").GetString(), first.GetProperty("status").GetString()));
        Assert.Equal(first.GetProperty("id").GetString(), (await NowAsync()).GetProperty("id").GetString());
        Assert.Equal(1, await _sync.RunAsync());

        var job = (await _sync.JobsAsync())[^1];
        Assert.Equal(("tester", "MANUAL"), (job.GetProperty("requestedBy").GetString(), job.GetProperty("result").GetProperty("reason").GetString()));
        var audit = await _sync.Host.QueryAsync("""{ auditLog(first: 10, where: { action: { eq: "syncRepositoryNow" } }) { nodes { actor target } } }""");
        Assert.Equal("tester", audit.GetProperty("data").GetProperty("auditLog").GetProperty("nodes")[0].GetProperty("actor").GetString());
    }

    [Fact]
    [Trait("Line", "N9")]
    public async Task Whoever_watches_the_repository_is_told_of_its_sync()
    {
        var events = await _sync.Host.EventsAsync("onRepositoryStatus", new { id = _id }, 1, async () =>
        {
            await NowAsync();
            await _sync.RunAsync();
        });

        Assert.Equal("ACTIVE", events[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task It_is_refused_for_records_of_others_and_for_those_that_are_not_followed()
    {
        _sync.Host.Caller = ModuleHost.Identity("sources:read sources:write", principalId: Guid.NewGuid());
        Assert.Equal("REPOSITORY_NOT_OWNED", (await _sync.Host.MutateAsync("syncRepositoryNow", new { id = _id })).Code());
        _sync.Host.Caller = ModuleHost.Identity("*", organizationId: Guid.NewGuid());
        Assert.Equal("SOURCE_REPOSITORY_NOT_FOUND", (await _sync.Host.MutateAsync("syncRepositoryNow", new { id = _id })).Code());
        _sync.Host.Caller = ModuleHost.Identity("sources:read");
        var answer = await _sync.Host.RunAsync("syncRepositoryNow", new { input = new { id = _id } });
        Assert.Equal("AUTH_NOT_AUTHORIZED", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        _sync.Host.Caller = ModuleHost.Identity("*");
        Assert.Equal("ETAG_MISMATCH", (await _sync.Host.MutateAsync("syncRepositoryNow", new { id = _id, expectedEtag = "\"old\"" })).Code());

        Assert.Equal(0, await _sync.RunAsync());
    }

    [Fact]
    public async Task A_sync_leaves_the_etag_as_it_was()
    {
        var before = (await _sync.RecordAsync(_id)).GetProperty("etag").GetString();
        await NowAsync();
        await _sync.RunAsync();

        Assert.Equal(before, (await _sync.RecordAsync(_id)).GetProperty("etag").GetString());
    }

    private async Task<JsonElement> NowAsync()
    {
        var payload = await _sync.Host.MutateAsync("syncRepositoryNow", new { id = _id });
        Assert.Null(payload.Code());
        return payload.GetProperty("job");
    }
}
