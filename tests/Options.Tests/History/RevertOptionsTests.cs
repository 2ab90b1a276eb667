using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Options.Tests.History;

public sealed class RevertOptionsTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await OptionsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_revert_brings_values_back_and_is_a_revision_itself()
    {
        await SetAsync("Url", "one");
        await SetAsync("Url", "two");
        await SetAsync("Limit", 5);

        await _host.RunAsync("revertOptions", new { input = new { pluginId = "chat", revision = 1 } });

        Assert.Equal(("one", "10"), await ValuesAsync());
        var newest = (await _host.RunAsync("optionHistory", new { pluginId = "chat" })).GetProperty("data").GetProperty("optionHistory")[0];
        Assert.Equal(4, newest.GetProperty("number").GetInt32());
        Assert.Equal(["Limit", "Url"], newest.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("key").GetString()).Order());
    }

    [Fact]
    public async Task Revision_0_is_before_the_first_change()
    {
        await SetAsync("Url", "one");

        await _host.RunAsync("revertOptions", new { input = new { pluginId = "chat", revision = 0 } });

        Assert.Equal(("http://localhost", "10"), await ValuesAsync());
    }

    [Fact]
    public async Task A_revision_that_does_not_exist_is_refused()
    {
        var answer = await _host.RunAsync("revertOptions", new { input = new { pluginId = "chat", revision = 7 } });

        Assert.Equal("RevisionNotFoundError", answer.GetProperty("data").GetProperty("revertOptions").GetProperty("errors")[0].GetProperty("__typename").GetString());
    }

    private Task SetAsync(string key, object value) => _host.RunAsync("setOption", new { input = new { pluginId = "chat", key, value } });

    private async Task<(string, string)> ValuesAsync()
    {
        var items = (await _host.RunAsync("effectiveOptions", new { pluginId = "chat" })).GetProperty("data").GetProperty("effectiveOptions").EnumerateArray()
            .ToDictionary(i => i.GetProperty("definition").GetProperty("key").GetString()!);
        return (items["Url"].GetProperty("effective").ToString(), items["Limit"].GetProperty("effective").ToString());
    }
}
