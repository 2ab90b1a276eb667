using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Tests.Jobs;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GraphQLPlugins.Kernel.Tests.Outbox;

public sealed class EventDispatcherTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await ErrandsModule.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_consumer_gets_each_event_once_with_all_that_is_known_of_it()
    {
        await _host.SendAsync(new AskForErrands("one", "two"));
        await Assert.ThrowsAsync<NoWayException>(() => _host.SendAsync(new AskForErrands("never") { Refuse = true }));

        Assert.Equal(2, await Dispatcher(_host).DispatchAsync());
        Assert.Equal(0, await Dispatcher(_host).DispatchAsync());

        Assert.Equal(["one", "two"], Read(_host));
        var first = Diary(_host).Read.First();
        Assert.Equal(("errands.asked", "system", """{"what":"one"}"""), (first.Type, first.Actor, first.Payload.ToString()));
        Assert.Equal(first.CorrelationId, await _host.Database.ScalarAsync("SELECT correlation_id FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task An_event_whose_transaction_took_longer_is_not_passed_over()
    {
        await using var slow = new NpgsqlConnection(_host.Database.ConnectionString);
        await slow.OpenAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("INSERT INTO kernel.outbox (id, origin_id, type, resource, payload, actor, correlation_id, at) VALUES (gen_random_uuid(), gen_random_uuid(), 'errands.asked', 'slow', '{}', 'x', 'x', now())", slow))
            await insert.ExecuteNonQueryAsync();

        await _host.SendAsync(new AskForErrands("fast"));
        Assert.Equal(1, await Dispatcher(_host).DispatchAsync());
        await _host.SendAsync(new AskForErrands("fast too"));
        Assert.Equal(1, await Dispatcher(_host).DispatchAsync());
        await transaction.CommitAsync();
        Assert.Equal(1, await Dispatcher(_host).DispatchAsync());
        Assert.Equal(0, await Dispatcher(_host).DispatchAsync());

        Assert.Equal(["fast", "fast too", "slow"], Read(_host));
    }

    [Fact]
    public async Task What_a_consumer_could_not_take_comes_again_and_what_it_wrote_is_gone()
    {
        await _host.SendAsync(new AskForErrands("one", "two"));
        Diary(_host).Stumbles["two"] = true;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Dispatcher(_host).DispatchAsync());
        Assert.Equal(0L, await AfterAsync());
        Assert.Equal(2, await Dispatcher(_host).DispatchAsync());
        Assert.Equal(2L, await AfterAsync());
    }

    [Fact]
    public async Task Hosts_that_dispatch_at_once_share_the_events()
    {
        var diary = new Diary();
        await using var one = _host.Join(() => [new Storage.NotesModule(), new ErrandsModule(diary)]);
        await using var two = _host.Join(() => [new Storage.NotesModule(), new ErrandsModule(diary)]);
        for (var i = 0; i < 5; i++) await _host.SendAsync(new AskForErrands([.. Enumerable.Range(0, 50).Select(n => $"{i}-{n:00}")]));

        while (diary.Read.Count < 250) await Task.WhenAll(Task.Run(() => Dispatcher(one).DispatchAsync()), Task.Run(() => Dispatcher(two).DispatchAsync()));

        Assert.Equal(Enumerable.Range(0, 5).SelectMany(i => Enumerable.Range(0, 50).Select(n => $"{i}-{n:00}")), diary.Read.Select(e => e.Resource));
        Assert.Equal(250L, await AfterAsync());
    }

    [Fact]
    public async Task Hosts_that_start_beside_busy_ones_leave_events_as_they_are()
    {
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            await using var source = NpgsqlDataSource.Create(_host.Database.ConnectionString);
            for (var n = 0; ; n++)
            {
                if (stop.IsCancellationRequested) return n;
                await using var insert = source.CreateCommand($"INSERT INTO kernel.outbox (id, origin_id, type, resource, payload, actor, correlation_id, at) VALUES (gen_random_uuid(), gen_random_uuid(), 'errands.asked', '{n}', '{{}}', 'x', 'x', now())");
                await insert.ExecuteNonQueryAsync();
            }
        });
        var reading = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await Dispatcher(_host).DispatchAsync();
        });
        for (var start = 0; start < 20; start++)
        {
            await using var started = _host.Join(ErrandsModule.All);
            await started.Services.GetRequiredService<Kernel.Storage.Migrator>().RunAsync(migrate: true, default);
        }
        await stop.CancelAsync();
        var written = await writing;
        await reading;
        await Dispatcher(_host).DispatchAsync();

        Assert.Equal(Enumerable.Range(0, written).Select(n => $"{n}"), Read(_host).OrderBy(n => int.Parse(n!)));
    }

    [Fact]
    public async Task A_database_that_was_restored_on_another_server_goes_on_where_it_stopped()
    {
        await _host.SendAsync(new AskForErrands("read"));
        await Dispatcher(_host).DispatchAsync();
        await _host.SendAsync(new AskForErrands("unread"));
        await _host.Database.ExecuteAsync("UPDATE kernel.outbox SET tx = tx + 1000000000000; UPDATE kernel.event_cursors SET floor = floor + 1000000000000, seen_json = regexp_replace(seen_json, ':(\\d+)', ':1000000000000', 'g')");

        await using var restored = _host.Join(ErrandsModule.All);
        await restored.Services.GetRequiredService<Kernel.Storage.Migrator>().RunAsync(migrate: true, default);
        await restored.SendAsync(new AskForErrands("new"));
        await Dispatcher(restored).DispatchAsync();

        Assert.Equal(["unread", "new"], Read(restored));
    }

    [Fact]
    public async Task Old_events_and_messages_are_removed_each_after_its_time()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var other = _host.Join(ErrandsModule.All, clock);
        await other.SendAsync(new AskForErrands("event"));
        await other.SendAsync(new AskForErrands("secret message"));

        clock.Time = clock.Time.AddHours(2);
        Assert.Equal(1, await Dispatcher(other).RemoveOldAsync());
        Assert.Equal("event", await _host.Database.ScalarAsync("SELECT string_agg(resource, ',') FROM kernel.outbox"));
        clock.Time = clock.Time.AddDays(30);
        Assert.Equal(1, await Dispatcher(other).RemoveOldAsync());
    }

    [Fact]
    public async Task There_is_a_list_of_what_one_may_be_told_of()
    {
        var types = (await _host.RunAsync("eventTypes")).GetProperty("data").GetProperty("eventTypes");
        Assert.Equal("""[{"name":"errands.asked","resource":"errands","capability":"sources:read","description":"Errands were asked for."}]""", types.ToString());
    }

    private Task<object?> AfterAsync() => _host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs WHERE payload_json LIKE '%after%'");

    private static EventDispatcher Dispatcher(ModuleHost host) => host.Services.GetRequiredService<EventDispatcher>();

    private static Diary Diary(ModuleHost host) => host.Services.GetRequiredService<Diary>();

    private static IEnumerable<string?> Read(ModuleHost host) => Diary(host).Read.Select(e => e.Resource);
}
