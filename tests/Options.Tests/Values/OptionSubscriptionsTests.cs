using GraphQLPlugins.Catalog;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Options.Tests.Values;

public sealed class OptionSubscriptionsTests
{
    [Fact]
    public async Task A_subscriber_of_one_host_hears_of_a_mutation_on_another_one_exactly_once_also_over_a_broken_connection()
    {
        await using var a = await OptionsHost.StartAsync();
        await using var b = a.Join(() => [new CatalogModule(), new OptionsModule()], null, ("Outbox:PollInterval", "00:05:00"));

        var events = await b.EventsAsync("onOptionsChanged", null, 3, async () =>
        {
            await SetAsync("Url", "one");
            await SetAsync("Url", 5);
            await a.Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'");
            await SetAsync("Limit", 2);
            await SetAsync("Mode", "b");
        });

        Assert.Equal(["""["Url"]""", """["Limit"]""", """["Mode"]"""], events.Select(e => e.GetProperty("keys").ToString()));

        Task SetAsync(string key, object value) => a.RunAsync("setOption", new { input = new { pluginId = "chat", key, value } });
    }
}
