using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Tests.Storage;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Jobs;

public sealed class JobRunnerTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await ErrandsModule.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_job_is_there_if_and_only_if_its_command_commits()
    {
        await Assert.ThrowsAsync<NoWayException>(() => _host.SendAsync(new AskForErrands("a") { Refuse = true }));
        Assert.Equal(0, await Runner(_host).RunDueAsync());

        var job = Assert.Single(await _host.SendAsync(new AskForErrands("a")));
        Assert.Equal(1, await Runner(_host).RunDueAsync());
        var done = await ReadAsync(job.Id);

        Assert.Equal((JobStatus.Succeeded, 1, """{"done":"a","attempt":1}"""), (done.Status, done.Attempt, done.ResultJson));
        Assert.Equal(new JobProgress(2, 2), done.GetProgress());
        Assert.Equal(["a for system"], Diary(_host).Entries);
        Assert.Equal(0, await Runner(_host).RunDueAsync());
    }

    [Fact]
    public async Task A_refusal_fails_the_job_with_its_code_and_names_the_step()
    {
        var job = await RunOneAsync("refuse");

        Assert.Equal((JobStatus.Failed, new JobError("NO_WAY", "There is no way.")), (job.Status, job.GetError()));
        Assert.Equal([("look", JobStatus.Succeeded, null), ("walk", JobStatus.Failed, "There is no way.")], job.GetSteps().Select(s => (s.Name, s.Status, s.Message)));
    }

    [Fact]
    public async Task Any_other_failure_is_masked()
    {
        var job = await RunOneAsync("break");

        Assert.Equal(new JobError("UNEXPECTED", $"The job failed unexpectedly; the log says why under the job {job.Id}."), job.GetError());
    }

    [Fact]
    public async Task Two_runners_never_take_the_same_job()
    {
        await using var other = _host.Join(ErrandsModule.All);
        await _host.SendAsync(new AskForErrands([.. Enumerable.Range(0, 60).Select(i => $"e{i:00}")]));

        var counts = await Task.WhenAll(Task.Run(() => Runner(_host).RunDueAsync()), Task.Run(() => Runner(other).RunDueAsync()));

        Assert.Equal(60, counts.Sum());
        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"e{i:00} for system"), Diary(_host).Entries.Concat(Diary(other).Entries).Order());
        Assert.True(Diary(_host).MostAtOnce <= 4 && Diary(other).MostAtOnce <= 4);
    }

    [Fact]
    public async Task Jobs_of_one_serial_key_run_one_after_the_other_in_their_order_whoever_runs_them()
    {
        var diary = new Diary();
        await using var one = _host.Join(() => [new NotesModule(), new ErrandsModule(diary)]);
        await using var two = _host.Join(() => [new NotesModule(), new ErrandsModule(diary)]);
        await _host.SendAsync(new AskForErrands([.. Enumerable.Range(0, 20).Select(i => $"e{i:00}")]) { Request = new JobRequest { SerialKey = "one" } });

        await Task.WhenAll(Task.Run(() => RunAllAsync(one)), Task.Run(() => RunAllAsync(two)));

        Assert.Equal(1, diary.MostAtOnce);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"e{i:00} for system"), diary.Entries);

        async Task RunAllAsync(ModuleHost host)
        {
            while (await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs WHERE ended_at IS NULL") is > 0L) await Runner(host).RunDueAsync();
        }
    }

    [Fact]
    public async Task A_waiting_job_stands_for_a_second_one_but_a_running_one_does_not()
    {
        var request = new JobRequest { SerialKey = "repository-1", Coalesce = true };
        var first = Assert.Single(await _host.SendAsync(new AskForErrands("wait") { Request = request }));
        var same = Assert.Single(await _host.SendAsync(new AskForErrands("other") { Request = request }));
        Assert.Equal(first.Id, same.Id);

        var running = Runner(_host).RunDueAsync();
        await Diary(_host).Started.Task;
        var second = Assert.Single(await _host.SendAsync(new AskForErrands("late") { Request = request }));
        Assert.NotEqual(first.Id, second.Id);
        Diary(_host).Go.SetResult();

        Assert.Equal(2, await running);
        Assert.Equal(["wait for system", "late for system"], Diary(_host).Entries);
    }

    [Fact]
    public async Task Concurrent_requests_for_the_same_make_one_job()
    {
        var request = new JobRequest { SerialKey = "repository-1", Coalesce = true };
        var jobs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _host.SendAsync(new AskForErrands("x") { Request = request }))));
        Assert.Single(jobs.Select(j => j[0].Id).Distinct());
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs"));
    }

    [Fact]
    public async Task The_same_idempotency_key_gets_the_same_job_even_when_it_has_ended()
    {
        var request = new JobRequest { IdempotencyKey = "k" };
        var first = Assert.Single(await _host.SendAsync(new AskForErrands("a") { Request = request }));
        await Runner(_host).RunDueAsync();
        Assert.Equal(first.Id, (await _host.SendAsync(new AskForErrands("a") { Request = request }))[0].Id);
        Assert.Equal(0, await Runner(_host).RunDueAsync());
    }

    [Theory]
    [InlineData(true, JobStatus.Succeeded, null)]
    [InlineData(false, JobStatus.Failed, "JOB_INTERRUPTED")]
    public async Task A_job_of_a_host_that_died_starts_again_or_fails_as_its_kind_says(bool steady, JobStatus status, string? code)
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var other = _host.Join(ErrandsModule.All, clock);
        var job = Assert.Single(await _host.SendAsync(new AskForErrands("left behind") { Steady = steady }));
        clock.Time = await DieWithAsync(job.Id);
        Assert.Equal(0, await Runner(other).RunDueAsync());

        clock.Time += TimeSpan.FromSeconds(31);

        Assert.Equal(steady ? 1 : 0, await Runner(other).RunDueAsync());
        var after = await ReadAsync(job.Id);
        Assert.Equal((status, steady ? 2 : 1, code), (after.Status, after.Attempt, after.GetError()?.Code));
    }

    [Fact]
    public async Task A_job_that_outlives_its_hosts_too_often_is_given_up()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var other = _host.Join(ErrandsModule.All, clock);
        var job = Assert.Single(await _host.SendAsync(new AskForErrands("poison") { Steady = true }));
        await _host.Database.ExecuteAsync("UPDATE kernel.jobs SET takeovers = 3");
        clock.Time = await DieWithAsync(job.Id);

        clock.Time += TimeSpan.FromSeconds(31);
        await Runner(other).RunDueAsync();

        Assert.Equal("JOB_GIVEN_UP", (await ReadAsync(job.Id)).GetError()?.Code);
        Assert.Empty(Diary(other).Entries);
    }

    [Fact]
    public async Task A_run_that_was_taken_over_meanwhile_counts_for_nothing()
    {
        var job = Assert.Single(await _host.SendAsync(new AskForErrands("wait") { Steady = true }));
        var running = Runner(_host).RunDueAsync();
        await Diary(_host).Started.Task;
        await _host.Database.ExecuteAsync("UPDATE kernel.jobs SET lease_owner = gen_random_uuid()");
        Diary(_host).Go.SetResult();
        await running;

        Assert.Equal(JobStatus.Running, (await ReadAsync(job.Id)).Status);
    }

    [Fact]
    public async Task A_host_that_stops_gives_its_jobs_back()
    {
        var job = Assert.Single(await _host.SendAsync(new AskForErrands("wait") { Steady = true }));
        using var stop = new CancellationTokenSource();
        var running = await Runner(_host).StartDueAsync(1, stop.Token);
        await Diary(_host).Started.Task;
        await stop.CancelAsync();
        await Task.WhenAll(running);
        Assert.Equal(JobStatus.Queued, (await ReadAsync(job.Id)).Status);

        await using var other = _host.Join(ErrandsModule.All);
        Diary(other).Go.SetResult();
        Assert.Equal(1, await Runner(other).RunDueAsync());
        Assert.Equal((JobStatus.Succeeded, 2), ((await ReadAsync(job.Id)).Status, (await ReadAsync(job.Id)).Attempt));
    }

    [Fact]
    public async Task A_job_sends_a_command_and_shows_what_came_of_it()
    {
        var kept = await _host.SendAsync(new Enqueue<KeepErrand>(new KeepErrand("tea"), new JobRequest { Target = "kitchen" }));
        var refused = await _host.SendAsync(new Enqueue<KeepErrand>(new KeepErrand("refuse"), new JobRequest()));

        Assert.Equal(3, await Runner(_host).RunDueAsync());

        Assert.Equal((JobStatus.Succeeded, """{"answer":"kept tea"}"""), ((await ReadAsync(kept.Id)).Status, (await ReadAsync(kept.Id)).ResultJson));
        Assert.Equal((JobStatus.Failed, "NO_WAY"), ((await ReadAsync(refused.Id)).Status, (await ReadAsync(refused.Id)).GetError()?.Code));
        Assert.Equal(["after tea for system"], Diary(_host).Entries);
        Assert.Equal("enqueueKeepErrand kitchen", await _host.Database.ScalarAsync("SELECT action || ' ' || target FROM kernel.audit_entries ORDER BY at LIMIT 1"));
    }

    [Fact]
    public async Task A_command_that_committed_before_its_host_died_is_not_sent_again()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var other = _host.Join(ErrandsModule.All, clock);
        var job = await _host.SendAsync(new Enqueue<KeepErrand>(new KeepErrand("tea"), new JobRequest()));
        await Runner(_host).RunDueAsync();
        // As it is when the host dies between the commit and the end of the job.
        await _host.Database.ExecuteAsync($"UPDATE kernel.jobs SET status = 'Running', ended_at = NULL, lease_owner = gen_random_uuid(), lease_until = now() WHERE id = '{job.Id}'");
        clock.Time = DateTimeOffset.UtcNow.AddSeconds(31);

        Assert.Equal(1, await Runner(other).RunDueAsync());

        var after = await ReadAsync(job.Id);
        Assert.Equal((JobStatus.Succeeded, """{"answer":"kept tea"}""", 2), (after.Status, after.ResultJson, after.Attempt));
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs WHERE payload_json LIKE '%after tea%'"));
    }

    [Fact]
    public async Task The_command_of_a_job_that_another_host_took_over_does_not_commit()
    {
        var job = await _host.SendAsync(new Enqueue<KeepErrand>(new KeepErrand("wait"), new JobRequest()));
        var running = Runner(_host).RunDueAsync();
        await Diary(_host).Started.Task;
        await _host.Database.ExecuteAsync("UPDATE kernel.jobs SET lease_owner = gen_random_uuid()");
        Diary(_host).Go.SetResult();
        await running;

        Assert.Equal((JobStatus.Running, null), ((await ReadAsync(job.Id)).Status, (await ReadAsync(job.Id)).ResultJson));
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs"));
    }

    [Fact]
    public async Task A_delayed_job_waits_for_its_time()
    {
        var clock = new FakeClock(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000));
        await using var other = _host.Join(ErrandsModule.All, clock);
        await other.SendAsync(new AskForErrands("later") { Request = new JobRequest { DueAt = clock.Time.AddMinutes(5) } });
        Assert.Equal(0, await Runner(other).RunDueAsync());
        clock.Time = clock.Time.AddMinutes(5);
        Assert.Equal(1, await Runner(other).RunDueAsync());
    }

    [Fact]
    public async Task Jobs_that_ended_long_ago_are_removed_and_no_others()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var other = _host.Join(ErrandsModule.All, clock);
        await other.SendAsync(new AskForErrands("old"));
        await Runner(other).RunDueAsync();
        clock.Time = clock.Time.AddDays(31);
        await other.SendAsync(new AskForErrands("young"));

        Assert.Equal(1, await Runner(other).RemoveOldAsync());
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs WHERE payload_json LIKE '%young%'"));
    }

    [Fact]
    public async Task A_full_queue_refuses_more()
    {
        await using var other = _host.Join(ErrandsModule.All, null, ("Jobs:MaxQueued", "2"));
        await Assert.ThrowsAsync<JobQueueFullException>(() => other.SendAsync(new AskForErrands("a", "b", "c")));
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs"));
    }

    private async Task<OperationJob> RunOneAsync(string what)
    {
        var job = Assert.Single(await _host.SendAsync(new AskForErrands(what)));
        await Runner(_host).RunDueAsync();
        return await ReadAsync(job.Id);
    }

    /// <summary>What the database looks like when a host died right after it took a job.</summary>
    /// <summary>Takes a job, for thirty seconds, and never comes back to it.</summary>
    /// <returns>When it was taken.</returns>
    private async Task<DateTimeOffset> DieWithAsync(Guid jobId)
    {
        await using var db = await Db(_host);
        var now = DateTimeOffset.UtcNow;
        Assert.Equal([jobId], await db.ClaimJobsAsync(Guid.NewGuid(), now, now.AddSeconds(30), ["errands.once", "errands.steady"], 1, default));
        return now;
    }

    private async Task<OperationJob> ReadAsync(Guid id)
    {
        await using var db = await Db(_host);
        return await db.Jobs.SingleAsync(j => j.Id == id);
    }

    private static Task<KernelDb> Db(ModuleHost host) => host.Services.GetRequiredService<IDbContextFactory<KernelDb>>().CreateDbContextAsync();

    private static JobRunner Runner(ModuleHost host) => host.Services.GetRequiredService<JobRunner>();

    private static Diary Diary(ModuleHost host) => host.Services.GetRequiredService<Diary>();
}
