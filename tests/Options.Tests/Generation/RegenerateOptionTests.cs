using System.Text.Json;
using GraphQLPlugins.Kernel.Secrets;
using Microsoft.Extensions.DependencyInjection;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Generation;

public sealed class RegenerateOptionTests : IAsyncLifetime
{
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("Key", "^[A-Za-z0-9!#$%&*+\\-.:=?@_]{24}$")]
    [InlineData("Number", "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    [InlineData("Short", "^[01]{12}$")]
    public async Task The_value_is_made_as_it_is_declared_shown_once_and_stored(string key, string pattern)
    {
        var payload = await RegenerateAsync(key);

        var value = payload.GetProperty("value").GetString()!;
        Assert.Matches(pattern, value);
        Assert.Equal(value, _host.Modules.Services.GetRequiredService<SecretBox>().Open((await _host.SealedAsync("forge", key, "instance"))!, "options", "secrets", "forge"));
        var item = await _host.ItemAsync(key);
        Assert.Equal(("SecretOption", true), (item.GetProperty("__typename").GetString(), item.GetProperty("isSet").GetBoolean()));
        Assert.DoesNotContain(value, (await _host.Modules.RunAsync("optionHistory", new { pluginId = "forge" })).ToString() + await _host.SetOfAsync(), StringComparison.Ordinal);
        Assert.Equal(await _host.EtagAsync(), payload.GetProperty("optionSet").GetProperty("etag").GetString());
    }

    [Fact]
    public async Task Each_time_it_is_another_one_and_the_change_is_a_revision()
    {
        var first = (await RegenerateAsync("Key")).GetProperty("value").GetString();
        var second = (await RegenerateAsync("Key")).GetProperty("value").GetString();

        Assert.NotEqual(first, second);
        Assert.Equal(2, await _host.RevisionsAsync());
        Assert.Equal("forge:Key, forge:Key", await _host.Modules.Database.ScalarAsync("SELECT string_agg(target, ', ') FROM kernel.audit_entries WHERE action = 'regenerateOption'"));
    }

    [Theory]
    [InlineData("Limit", "OPTION_NOT_GENERATED", "The option 'Limit' is of the type LONG; only options of the type GENERATED are made up. Set it with setOption.")]
    [InlineData("Token", "OPTION_NOT_GENERATED", "The option 'Token' is of the type SECRET; only options of the type GENERATED are made up. Set it with setOption.")]
    [InlineData("Nope", "OPTION_UNKNOWN", "The plugin 'forge' has no option 'Nope'.")]
    [InlineData("Tight", "OPTION_INVALID", "Tight: The value must have at most 16 characters.")]
    public async Task What_cannot_be_made_up_is_told_apart_and_nothing_changes(string key, string code, string message)
    {
        var error = Error(await RegenerateAsync(key));

        Assert.Equal((code, message), (error.Code, error.Message));
        Assert.Equal(0, await _host.RevisionsAsync());
    }

    [Fact]
    public async Task A_rehearsal_makes_no_value_and_an_old_etag_neither()
    {
        var rehearsed = await _host.RunAsync("regenerateOption", new { pluginId = "forge", key = "Key", dryRun = true });
        var late = await _host.RunAsync("regenerateOption", new { pluginId = "forge", key = "Key", expectedEtag = "old" });

        Assert.Equal(JsonValueKind.Null, rehearsed.GetProperty("value").ValueKind);
        Assert.Equal("ETAG_MISMATCH", Error(late).Code);
        Assert.Null(await _host.SealedAsync("forge", "Key", "instance"));
    }

    private Task<JsonElement> RegenerateAsync(string key) => _host.RunAsync("regenerateOption", new { pluginId = "forge", key });
}
