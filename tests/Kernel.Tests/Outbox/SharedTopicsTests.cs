using GraphQLPlugins.Engine.Subscriptions;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Tests.Jobs;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace GraphQLPlugins.Kernel.Tests.Outbox;

public sealed class SharedTopicsTests : IAsyncLifetime
{
    // What is not told must not be found by chance.
    private static readonly (string, string) NoPolling = ("Outbox:PollInterval", "00:05:00");

    private ModuleHost _a = null!;
    private ModuleHost _b = null!;

    public async Task InitializeAsync()
    {
        _a = await ErrandsModule.StartAsync(NoPolling);
        _b = _a.Join(ErrandsModule.All, null, NoPolling);
    }

    public async Task DisposeAsync()
    {
        await _b.DisposeAsync();
        await _a.DisposeAsync();
    }

    [Fact]
    public async Task What_a_command_tells_reaches_the_subscribers_of_every_host_exactly_once_and_in_order()
    {
        await using var here = await ListenAsync<ErrandsAsked>(_a, "errands");
        await using var there = await ListenAsync<ErrandsAsked>(_b, "errands");

        await _a.SendAsync(new AskForErrands("one", "two"));
        await _b.SendAsync(new AskForErrands("three"));
        await Assert.ThrowsAsync<NoWayException>(() => _a.SendAsync(new AskForErrands("never") { Refuse = true }));
        Assert.Equal(["one", "two", "three"], (await here.TakeAsync(3)).Select(e => e.What).OrderBy(w => w == "three"));
        await _a.SendAsync(new AskForErrands("last"));

        Assert.Equal(["last"], (await here.TakeAsync(1)).Select(e => e.What));
        Assert.Equal(["last", "one", "three", "two"], (await there.TakeAsync(4)).Select(e => e.What).Order());
        await AssertSilentAsync(here, there);
    }

    [Fact]
    public async Task What_is_sent_without_a_command_reaches_other_hosts_too()
    {
        await using var here = await ListenAsync<string>(_a, "free");
        await using var there = await ListenAsync<string>(_b, "free");

        await Sender(_a).SendAsync("free", "x");
        await Sender(_a).SendAsync("free", "y");

        Assert.Equal(["x", "y"], await here.TakeAsync(2));
        Assert.Equal(["x", "y"], await there.TakeAsync(2));
        await Sender(_b).CompleteAsync("free");
        Assert.True(await here.IsOverAsync());
        Assert.True(await there.IsOverAsync());
    }

    [Fact]
    public async Task What_a_host_sends_last_is_told_before_its_services_go()
    {
        const int many = 500;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(TimeProvider.System).AddModules(builder.Configuration, [KernelOver(new StorageOptions())]);
        using (var host = builder.Build())
        {
            await host.StartAsync();
            var sender = host.Services.GetRequiredService<ITopicEventSender>();
            for (var i = 0; i < many; i++) await sender.SendAsync("last", i);
            await host.StopAsync();
        }

        Assert.Equal(Enumerable.Range(0, many).Sum(i => (long)i), await _a.Database.ScalarAsync("SELECT sum(payload::int) FROM kernel.outbox WHERE topic = 'last'"));
    }

    [Fact]
    public async Task A_host_that_cannot_write_what_it_sends_last_goes_without()
    {
        await using var holder = new NpgsqlConnection(_a.Database.ConnectionString);
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("LOCK TABLE kernel.outbox IN ACCESS EXCLUSIVE MODE", holder, transaction)) await take.ExecuteNonQueryAsync();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(TimeProvider.System).AddModules(builder.Configuration, [KernelOver(new StorageOptions { CommandTimeout = TimeSpan.FromMinutes(10) })]);
        await using var services = builder.Services.BuildServiceProvider();
        await services.GetRequiredService<ITopicEventSender>().SendAsync("last", 1);

        await services.GetRequiredService<SharedTopics>().FlushAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromMinutes(2));

        await transaction.RollbackAsync();
        Assert.Equal(0L, await _a.Database.ScalarAsync("SELECT count(*) FROM kernel.outbox WHERE topic = 'last'"));
    }

    [Fact]
    public async Task A_message_may_be_larger_than_a_notification_of_the_server()
    {
        await using var there = await ListenAsync<ErrandsAsked>(_b, "errands");
        var large = string.Concat(Enumerable.Repeat("päckchen ", 5000));

        await _a.SendAsync(new AskForErrands(large));

        Assert.Equal(large, Assert.Single(await there.TakeAsync(1)).What);
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_comes_twice_when_the_listening_connection_breaks()
    {
        await using var there = await ListenAsync<ErrandsAsked>(_b, "errands");
        await _a.SendAsync(new AskForErrands("before"));
        Assert.Equal("before", Assert.Single(await there.TakeAsync(1)).What);

        Assert.True(await _a.Database.ScalarAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'") is >= 1L);
        await _a.SendAsync(new AskForErrands("meanwhile"));
        Assert.Equal("meanwhile", Assert.Single(await there.TakeAsync(1)).What);

        await _a.SendAsync(new AskForErrands("after"));
        Assert.Equal("after", Assert.Single(await there.TakeAsync(1)).What);
        await AssertSilentAsync(there);
    }

    [Fact]
    public async Task A_subscriber_gets_nothing_of_before_it_came()
    {
        await _a.SendAsync(new AskForErrands("early"));
        await using var there = await ListenAsync<ErrandsAsked>(_b, "errands");
        await _a.SendAsync(new AskForErrands("late"));
        Assert.Equal("late", Assert.Single(await there.TakeAsync(1)).What);
    }

    [Fact]
    public async Task What_is_only_for_subscribers_is_no_event()
    {
        await using var there = await ListenAsync<ErrandsAsked>(_b, "errands");
        await _a.SendAsync(new AskForErrands("secret"));
        Assert.Equal("secret", Assert.Single(await there.TakeAsync(1)).What);
        Assert.Equal(0L, await _a.Database.ScalarAsync("SELECT count(*) FROM kernel.outbox WHERE type IS NOT NULL"));
    }

    /// <summary>A message that comes last proves that nothing came before it.</summary>
    private async Task AssertSilentAsync(params Listening<ErrandsAsked>[] listeners)
    {
        await _a.SendAsync(new AskForErrands("the end"));
        foreach (var listener in listeners) Assert.Equal("the end", Assert.Single(await listener.TakeAsync(1)).What);
    }

    private KernelModule KernelOver(StorageOptions storage)
    {
        (storage.Provider, storage.ConnectionString) = (StorageProvider.PostgreSql, _a.Database.ConnectionString);
        return new KernelModule(storage, new IdentityOptions());
    }

    private static ITopicEventSender Sender(ModuleHost host) => host.Services.GetRequiredService<ITopicEventSender>();

    private static async Task<Listening<T>> ListenAsync<T>(ModuleHost host, string topic) =>
        new((await host.Services.GetRequiredService<ITopicEventReceiver>().SubscribeAsync<T>(topic)).ReadEventsAsync().GetAsyncEnumerator());

    private sealed class Listening<T>(IAsyncEnumerator<T> events) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        public async Task<List<T>> TakeAsync(int count)
        {
            var taken = new List<T>();
            while (taken.Count < count && await events.MoveNextAsync().AsTask().WaitAsync(Patience)) taken.Add(events.Current);
            return taken;
        }

        public async Task<bool> IsOverAsync() => !await events.MoveNextAsync().AsTask().WaitAsync(Patience);

        public ValueTask DisposeAsync() => events.DisposeAsync();
    }
}
