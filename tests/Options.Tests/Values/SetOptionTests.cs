using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Changes through the graph, with the canonical documents.</summary>
public sealed class SetOptionTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await OptionsHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "P5")]
    [Trait("Line", "P6")]
    public async Task A_value_that_was_set_counts_at_its_scope_and_inside_it()
    {
        await SetAsync("Url", "https://chat.example");

        Assert.Equal(("https://chat.example", "INSTANCE"), await EffectiveAsync("Url", null));
        Assert.Equal(("https://chat.example", "INSTANCE"), await EffectiveAsync("Url", new { kind = "ORGANIZATION" }));
        Assert.Equal(("10", "DEFAULT"), await EffectiveAsync("Limit", null));
    }

    [Fact]
    [Trait("Line", "G56")]
    public async Task Null_unsets_and_the_outer_value_counts_again()
    {
        await SetAsync("Url", "https://outer.example");
        await SetAsync("Url", "https://inner.example", new { kind = "ORGANIZATION" });
        await SetAsync("Url", null, new { kind = "ORGANIZATION" });

        Assert.Equal(("https://outer.example", "INSTANCE"), await EffectiveAsync("Url", new { kind = "ORGANIZATION" }));
    }

    [Fact]
    [Trait("Line", "P5")]
    [Trait("Line", "G56")]
    public async Task Unsetting_lets_the_outer_value_count_again_and_is_nothing_where_nothing_is_set()
    {
        var scope = new { kind = "ORGANIZATION" };
        await SetAsync("Url", "https://outer.example");
        await SetAsync("Url", "https://inner.example", scope);

        var unset = await _host.RunAsync("unsetOption", new { input = new { pluginId = "chat", key = "Url", scope } });
        var again = await _host.RunAsync("unsetOption", new { input = new { pluginId = "chat", key = "Url", scope } });

        Assert.Equal(("https://outer.example", "INSTANCE"), await EffectiveAsync("Url", scope));
        Assert.Equal(unset.ToString(), again.ToString());
        Assert.Equal("OptionUnknownError", Error(await _host.RunAsync("unsetOption", new { input = new { pluginId = "chat", key = "url", scope } }), "unsetOption").GetProperty("__typename").GetString());
        Assert.Equal("EtagMismatchError", Error(await _host.RunAsync("unsetOption", new { input = new { pluginId = "chat", key = "Url", expectedEtag = "other" } }), "unsetOption").GetProperty("__typename").GetString());
        Assert.Equal(("https://outer.example", "INSTANCE"), await EffectiveAsync("Url", null));
    }

    [Theory]
    [InlineData("Limit", "\"ten\"", "The value must be a number.")]
    [InlineData("Mode", "\"c\"", "The value must be one of a, b.")]
    [InlineData("Url", "5", "The value must be a text.")]
    [InlineData("Url", "\"a\\u0000b\"", "The value must not contain NUL characters.")]
    [InlineData("enabled", "\"yes\"", "The value must be true or false.")]
    public async Task A_value_that_breaks_its_definition_is_named_and_nothing_is_saved(string key, string json, string message)
    {
        var payload = await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key, value = JsonDocument.Parse(json).RootElement } });

        var error = Error(payload, "setOption");
        Assert.Equal("OptionInvalidError", error.GetProperty("__typename").GetString());
        Assert.Equal((key, message, "/" + key), Problem(error));
        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData("Url", "\"https://chat.example/a?b=c\"")]
    [InlineData("Url", "\"caf\\u00e9 \\/ \u2713\"")]
    [InlineData("Url", "\"tab\\tand \\\"quotes\\\"\"")]
    [InlineData("Limit", "12")]
    [InlineData("Limit", "1.50")]
    [InlineData("Limit", "1e2")]
    [InlineData("Limit", "-0")]
    [InlineData("Limit", "12345678901234567890")]
    [InlineData("enabled", "false")]
    public async Task The_payload_has_the_etag_that_is_read_afterwards(string key, string json)
    {
        await SetAsync("Mode", "b");
        var value = JsonDocument.Parse(json).RootElement;
        const string read = "query { optionSet(pluginId: \"chat\") { etag } }";
        const string set = "mutation($key: String!, $value: JSON, $etag: String) { setOption(input: { pluginId: \"chat\", key: $key, value: $value, expectedEtag: $etag }) { optionSet { etag } errors { __typename } } }";

        var written = (await _host.QueryAsync(set, new { key, value })).GetProperty("data").GetProperty("setOption").GetProperty("optionSet").GetProperty("etag").GetString();
        var stored = (await _host.QueryAsync(read)).GetProperty("data").GetProperty("optionSet").GetProperty("etag").GetString();
        Assert.Equal(stored, written);

        var unset = await _host.QueryAsync(set, new { key, value = (object?)null, etag = written });
        Assert.Equal(JsonValueKind.Null, unset.GetProperty("data").GetProperty("setOption").GetProperty("errors").ValueKind);
        Assert.Equal(
            (await _host.QueryAsync(read)).GetProperty("data").GetProperty("optionSet").GetProperty("etag").GetString(),
            unset.GetProperty("data").GetProperty("setOption").GetProperty("optionSet").GetProperty("etag").GetString());
    }

    [Fact]
    [Trait("Line", "G55")]
    [Trait("Line", "O15")]
    public async Task An_unknown_key_is_refused()
    {
        var error = Error(await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key = "Nope", value = 1 } }), "setOption");

        Assert.Equal(("OptionUnknownError", "OPTION_UNKNOWN"), (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task An_unknown_plugin_is_refused()
    {
        var error = Error(await _host.RunAsync("setOption", new { input = new { pluginId = "nope", key = "Url", value = "x" } }), "setOption");

        Assert.Equal("PluginNotFoundError", error.GetProperty("__typename").GetString());
    }

    [Fact]
    [Trait("Line", "P20")]
    public async Task Several_options_are_changed_together_or_not_at_all()
    {
        var refused = await _host.RunAsync("setOptions", new { input = new { pluginId = "chat", values = new object[] { new { key = "Url", value = "x" }, new { key = "Limit", value = "many" } } } });
        Assert.Equal("OptionInvalidError", Error(refused, "setOptions").GetProperty("__typename").GetString());
        Assert.Equal(0, await CountAsync());

        await _host.RunAsync("setOptions", new { input = new { pluginId = "chat", values = new object[] { new { key = "Url", value = "x" }, new { key = "Limit", value = 3 } } } });
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    [Trait("Line", "O13")]
    [Trait("Line", "P22")]
    public async Task A_secret_is_stored_encrypted_shown_as_a_hint_and_kept_when_left_out()
    {
        const string secret = "s3cret-value-0123456789";
        await _host.RunAsync("setOptions", new { input = new { pluginId = "chat", values = new object[] { new { key = "Token", value = secret }, new { key = "Limit", value = 3 } } } });
        await SetAsync("Limit", 4);

        var set = await _host.RunAsync("optionSet", new { pluginId = "chat" });
        var token = Item(set, "optionSet", "Token");
        Assert.Equal(("SecretOption", true, "s3cr"), (token.GetProperty("__typename").GetString(), token.GetProperty("isSet").GetBoolean(), token.GetProperty("hint").GetString()));
        var history = await _host.RunAsync("optionHistory", new { pluginId = "chat" });
        Assert.DoesNotContain(secret, set.ToString() + history, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await DumpAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("********")]
    [InlineData("s3cr••••")]
    public async Task A_mask_is_no_secret(string mask)
    {
        await SetAsync("Token", "s3cret-value-0123456789");

        var error = Error(await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key = "Token", value = mask } }), "setOption");

        Assert.Equal("OptionInvalidError", error.GetProperty("__typename").GetString());
        Assert.Equal("s3cr", Item(await _host.RunAsync("optionSet", new { pluginId = "chat" }), "optionSet", "Token").GetProperty("hint").GetString());
    }

    [Fact]
    public async Task Who_expects_another_etag_changes_nothing()
    {
        var before = Etag(await _host.RunAsync("optionSet", new { pluginId = "chat" }), "optionSet");
        await SetAsync("Url", "first");

        var error = Error(await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key = "Url", value = "second", expectedEtag = before } }), "setOption");

        Assert.Equal("EtagMismatchError", error.GetProperty("__typename").GetString());
        Assert.Equal(("first", "INSTANCE"), await EffectiveAsync("Url", null));
    }

    [Fact]
    public async Task Concurrent_writers_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => SetAsync(i % 2 == 0 ? "Url" : "Limit", i % 2 == 0 ? $"v{i}" : i)));

        var history = (await _host.RunAsync("optionHistory", new { pluginId = "chat" })).GetProperty("data").GetProperty("optionHistory");
        Assert.Equal(Enumerable.Range(1, 12).Reverse(), history.EnumerateArray().Select(r => r.GetProperty("number").GetInt32()));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    [Trait("Line", "P8")]
    public async Task A_reset_leaves_other_scopes_and_other_plugins_alone()
    {
        await SetAsync("Url", "chat");
        await SetAsync("Url", "organization", new { kind = "ORGANIZATION" });
        await _host.RunAsync("setOption", new { input = new { pluginId = "chat2", key = "Url", value = "chat2" } });

        await _host.RunAsync("resetOptions", new { input = new { pluginId = "chat" } });

        Assert.Equal(("http://localhost", "DEFAULT"), await EffectiveAsync("Url", null));
        Assert.Equal(("organization", "ORGANIZATION"), await EffectiveAsync("Url", new { kind = "ORGANIZATION" }));
        Assert.Equal("chat2", Item(await _host.RunAsync("optionSet", new { pluginId = "chat2" }), "optionSet", "Url").GetProperty("effective").GetString());
    }

    [Fact]
    public async Task Only_an_administrator_writes_at_the_instance_and_the_organization()
    {
        _host.Caller = ModuleHost.Identity("options:write options:read");

        var error = Error(await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key = "Url", value = "x" } }), "setOption");

        Assert.Equal(("ForbiddenError", "FORBIDDEN"), (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Without_the_capability_the_field_is_refused()
    {
        _host.Caller = ModuleHost.Identity("catalog:read");

        var answer = await _host.RunAsync("optionSet", new { pluginId = "chat" });

        Assert.Equal("AUTH_NOT_AUTHORIZED", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{ "kind": "PROJECT" }""", "The scope is a project, but no project is named.")]
    [InlineData("""{ "kind": "PROJECT", "projectId": "UHJvamVjdDoAAAAAAAAAAAAAAAAAAAAA" }""", "There is no such project.")]
    public async Task A_scope_that_does_not_exist_is_refused(string scope, string message)
    {
        var error = Error(await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key = "Url", value = "x", scope = JsonDocument.Parse(scope).RootElement } }), "setOption");

        Assert.Equal(("ScopeInvalidError", message), (error.GetProperty("__typename").GetString(), error.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task A_change_is_told_to_subscribers_after_it_was_saved_without_values()
    {
        var events = await _host.EventsAsync("onOptionsChanged", null, 1, () => SetAsync("Url", "https://told.example"));

        Assert.Equal("""{"confKey":"chat","scope":"instance","keys":["Url"]}""", events[0].ToString());
    }

    [Fact]
    public async Task A_repeat_with_the_same_key_gets_the_set_as_it_was_then()
    {
        object input = new { pluginId = "chat", values = new object[] { new { key = "Token", value = "s3cret-value-0123456789" }, new { key = "Limit", value = 3 } }, idempotencyKey = "once" };
        var first = await _host.RunAsync("setOptions", new { input });
        await SetAsync("Limit", 4);
        var again = await _host.RunAsync("setOptions", new { input });

        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal(("4", "INSTANCE"), await EffectiveAsync("Limit", null));
        Assert.DoesNotContain("s3cret", System.Text.Encoding.UTF8.GetString((byte[])(await _host.Database.ScalarAsync("SELECT sealed_answer FROM kernel.idempotency_keys"))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_shows_the_set_and_saves_nothing()
    {
        var payload = await _host.RunAsync("setOption", new { input = new { pluginId = "chat", key = "Limit", value = 7, dryRun = true } });

        Assert.Equal("7", Item(payload.GetProperty("data").GetProperty("setOption"), "optionSet", "Limit", false).GetProperty("effective").ToString());
        Assert.Equal(0, await CountAsync());
    }

    private Task<JsonElement> SetAsync(string key, object? value, object? scope = null) =>
        _host.RunAsync("setOption", new { input = new { pluginId = "chat", key, value, scope } });

    private async Task<(string? Value, string? Provenance)> EffectiveAsync(string key, object? scope)
    {
        var item = Item(await _host.RunAsync("effectiveOptions", new { pluginId = "chat", scope }), "effectiveOptions", key);
        return (item.GetProperty("effective").ToString(), item.GetProperty("provenance").GetString());
    }

    private async Task<int> CountAsync()
    {
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<OptionsDb>>().CreateDbContextAsync();
        return await db.Values.CountAsync();
    }

    private async Task<string> DumpAsync()
    {
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<OptionsDb>>().CreateDbContextAsync();
        var values = await db.Values.ToListAsync();
        var revisions = await db.Revisions.Select(r => r.ChangesJson).ToListAsync();
        return string.Join('\n', values.Select(v => $"{v.Key} {v.Json} {v.Hint} {System.Text.Encoding.UTF8.GetString(v.Protected ?? [])}").Concat(revisions));
    }

    private static JsonElement Item(JsonElement answer, string field, string key, bool isAnswer = true)
    {
        var data = (isAnswer ? answer.GetProperty("data") : answer).GetProperty(field);
        return (data.ValueKind == JsonValueKind.Array ? data : data.GetProperty("items")).EnumerateArray().Single(i => i.GetProperty("definition").GetProperty("key").GetString() == key);
    }

    private static string? Etag(JsonElement answer, string field) => answer.GetProperty("data").GetProperty(field).GetProperty("etag").GetString();

    private static JsonElement Error(JsonElement answer, string field) => answer.GetProperty("data").GetProperty(field).GetProperty("errors")[0];

    private static (string?, string?, string?) Problem(JsonElement error)
    {
        var problem = error.GetProperty("problems")[0];
        return (problem.GetProperty("key").GetString(), problem.GetProperty("message").GetString(), problem.GetProperty("pointer").GetString());
    }
}
