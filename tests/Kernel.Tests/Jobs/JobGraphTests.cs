using System.Text.Json;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.ModuleTesting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Kernel.Tests.Jobs;

public sealed class JobGraphTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await ErrandsModule.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_failed_job_is_shown_retried_and_retried_only_then()
    {
        var id = await AskAsync("refuse");
        Assert.Equal(("JobStateInvalidError", "The job is QUEUED and cannot be retried."), Error(await RunAsync("retryJob", id), "retryJob"));
        await Runner.RunDueAsync();

        var job = (await _host.RunAsync("job", new { id })).GetProperty("data").GetProperty("job");
        Assert.Equal("""{"code":"NO_WAY","message":"There is no way."}""", job.GetProperty("error").ToString());
        Assert.Equal(["look SUCCEEDED", "walk FAILED"], job.GetProperty("steps").EnumerateArray().Select(s => $"{s.GetProperty("name")} {s.GetProperty("status")}"));

        Assert.Equal("QUEUED", Payload(await RunAsync("retryJob", id), "retryJob").GetProperty("status").GetString());
        await Runner.RunDueAsync();
        var list = (await _host.RunAsync("jobs", new { where = new { status = new { eq = "FAILED" } } })).GetProperty("data").GetProperty("jobs");
        Assert.Equal(1, list.GetProperty("totalCount").GetInt32());
        Assert.Equal(["refuse for system", "refuse for system"], _host.Services.GetRequiredService<Diary>().Entries);
    }

    [Fact]
    public async Task A_waiting_job_is_cancelled_at_once_and_an_ended_one_no_more()
    {
        var id = await AskAsync("never");
        Assert.Equal("CANCELLED", Payload(await RunAsync("cancelJob", id), "cancelJob").GetProperty("status").GetString());
        Assert.Equal(0, await Runner.RunDueAsync());
        Assert.Equal(("JobStateInvalidError", "The job is CANCELLED and cannot be cancelled."), Error(await RunAsync("cancelJob", id), "cancelJob"));
    }

    [Fact]
    public async Task A_running_job_is_cancelled_by_another_host()
    {
        await using var other = _host.Join(ErrandsModule.All);
        await using var loop = await LoopAsync();
        var id = await AskAsync("wait");
        await _host.Services.GetRequiredService<Diary>().Started.Task;

        var states = await EventsAsync(id, () => other.RunAsync("cancelJob", new { input = new { jobId = id } }));

        Assert.Equal("CANCELLED", states[^1].GetProperty("status").GetString());
        Assert.Equal("CANCELLED", states[^1].GetProperty("steps")[0].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_watcher_sees_a_job_to_its_end()
    {
        var id = await AskAsync("refuse");
        var states = await EventsAsync(id, () => Runner.RunDueAsync());

        Assert.Equal("QUEUED", states[0].GetProperty("status").GetString());
        Assert.Equal(("FAILED", 2), (states[^1].GetProperty("status").GetString(), states[^1].GetProperty("steps").GetArrayLength()));
    }

    [Fact]
    public async Task A_job_runs_as_whoever_asked_for_it_with_what_they_may_do()
    {
        _host.Caller = ModuleHost.Identity("sources:read projects:write");
        await SendAsCallerAsync(new AskForErrands("command"));
        await Runner.RunDueAsync();

        Assert.Equal(["command for tester", "from a job for tester"], _host.Services.GetRequiredService<Diary>().Entries);
        Assert.Equal("tester,tester", await _host.Database.ScalarAsync("SELECT string_agg(actor, ',') FROM kernel.audit_entries"));
        Assert.Equal("sources:read projects:write", await _host.Database.ScalarAsync("SELECT max(capabilities) FROM kernel.jobs"));
    }

    [Fact]
    public async Task Who_may_not_see_a_kind_sees_no_job_of_it_and_who_may_only_see_it_steers_none()
    {
        var id = await AskAsync("refuse");
        _host.Caller = ModuleHost.Identity("catalog:read");
        Assert.Equal(0, (await _host.RunAsync("jobs")).GetProperty("data").GetProperty("jobs").GetProperty("totalCount").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await _host.RunAsync("job", new { id })).GetProperty("data").GetProperty("job").ValueKind);
        Assert.Equal("JobNotFoundError", Error(await RunAsync("cancelJob", id), "cancelJob").Item1);

        _host.Caller = ModuleHost.Identity("sources:read");
        Assert.Equal(1, (await _host.RunAsync("jobs")).GetProperty("data").GetProperty("jobs").GetProperty("totalCount").GetInt32());
        Assert.Equal("ForbiddenError", Error(await RunAsync("cancelJob", id), "cancelJob").Item1);

        _host.Caller = ModuleHost.Identity("tokens:read");
        Assert.Equal("FORBIDDEN", (await _host.RunAsync("jobs")).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        _host.Caller = ModuleHost.Identity("*", Guid.NewGuid());
        Assert.Equal("JobNotFoundError", Error(await RunAsync("cancelJob", id), "cancelJob").Item1);
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs WHERE status = 'Queued'"));
    }

    [Fact]
    public async Task The_loop_of_one_host_runs_what_another_one_takes_in()
    {
        await using var other = _host.Join(ErrandsModule.All, null, ("Jobs:Concurrency", "0"));
        await using var loop = await LoopAsync();
        var id = await AskAsync("first");

        var states = await EventsAsync(id, async () => await other.SendAsync(new AskForErrands("second")));

        Assert.Equal("SUCCEEDED", states[^1].GetProperty("status").GetString());
    }

    private JobRunner Runner => _host.Services.GetRequiredService<JobRunner>();

    private async Task<string> AskAsync(string what)
    {
        await _host.SendAsync(new AskForErrands(what));
        var jobs = (await _host.RunAsync("jobs", new { order = new[] { new { createdAt = "DESC" } }, first = 1 })).GetProperty("data").GetProperty("jobs");
        return jobs.GetProperty("nodes")[0].GetProperty("id").GetString()!;
    }

    private async Task SendAsCallerAsync<T>(IRequest<T> request)
    {
        await _host.QueryAsync("{ __typename }");
        await using var scope = _host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<GraphQLPlugins.Kernel.Identity.Actor>().ActAs(_host.Caller);
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private Task<JsonElement> RunAsync(string operation, string jobId) => _host.RunAsync(operation, new { input = new { jobId } });

    /// <summary>All events until the stream ends.</summary>
    private Task<List<JsonElement>> EventsAsync(string jobId, Func<Task> act) => _host.EventsAsync("onJobProgress", new { jobId }, int.MaxValue, act);

    private async Task<IAsyncDisposable> LoopAsync()
    {
        var loop = _host.Services.GetServices<IHostedService>().OfType<JobLoop>().Single();
        await loop.StartAsync(default);
        return new Stopping(loop);
    }

    private static JsonElement Payload(JsonElement answer, string field) => answer.GetProperty("data").GetProperty(field).GetProperty("operationJob");

    private static (string?, string?) Error(JsonElement answer, string field)
    {
        var error = answer.GetProperty("data").GetProperty(field).GetProperty("errors")[0];
        return (error.GetProperty("__typename").GetString(), error.GetProperty("message").GetString());
    }

    private sealed class Stopping(IHostedService service) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await service.StopAsync(default);
    }
}
