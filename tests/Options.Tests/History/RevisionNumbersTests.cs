using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Options.Tests.History;

/// <summary>Revisions count from 1, by what the values remember.</summary>
public sealed class RevisionNumbersTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await OptionsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Numbers_go_on_after_values_are_unset()
    {
        await SetAsync("Url", "one");
        await SetAsync("Limit", 5);
        await SetAsync("Limit", null);
        await SetAsync("Limit", null);
        await SetAsync("Mode", "b");

        Assert.Equal([4, 3, 2, 1], await NumbersAsync());
    }

    [Fact]
    public async Task Numbers_go_on_after_the_last_value_is_unset()
    {
        await SetAsync("Url", "one");
        await SetAsync("Url", null);
        await SetAsync("Url", "two");
        await SetAsync("Url", "three");

        Assert.Equal([4, 3, 2, 1], await NumbersAsync());
    }

    [Fact]
    public async Task A_change_of_nothing_takes_no_number()
    {
        await SetAsync("Url", "one");
        await SetAsync("Url", "one");
        await SetAsync("Url", "two");

        Assert.Equal([2, 1], await NumbersAsync());
    }

    [Fact]
    public async Task Values_of_an_older_database_go_on_from_the_history()
    {
        await SetAsync("Url", "one");
        await SetAsync("Limit", 5);
        await _host.Database.ExecuteAsync("UPDATE options.option_values SET revision = 0");

        await SetAsync("Limit", 6);
        await SetAsync("Url", "two");

        Assert.Equal([4, 3, 2, 1], await NumbersAsync());
    }

    private async Task SetAsync(string key, object? value)
    {
        var payload = (await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key, value } })).GetProperty("data").GetProperty("setOption");
        Assert.Equal("null", payload.GetProperty("errors").GetRawText());
    }

    private async Task<IEnumerable<int>> NumbersAsync() =>
        (await _host.RunAsync("optionHistory", new { pluginId = "chat" })).GetProperty("data").GetProperty("optionHistory").EnumerateArray().Select(revision => revision.GetProperty("number").GetInt32());
}
