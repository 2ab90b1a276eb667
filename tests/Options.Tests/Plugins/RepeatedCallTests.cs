using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>What calls a plugin does so once for an idempotency key (4.6).</summary>
[Trait("Line", "4.6")]
public sealed class RepeatedCallTests : IAsyncLifetime
{
    private const string Used = "The idempotency key was used for another mutation, or for this one with other values. Take a new key for each change.";

    private GreeterHost _host = null!;

    public async Task InitializeAsync() => _host = await GreeterHost.StartAsync(("Catalog:Runtime:StopTimeout", "00:00:00.2"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_repeated_action_gets_the_first_answer_and_the_plugin_is_not_called_again()
    {
        await _host.RunAsync();

        var first = await ActAsync("count", "k");
        var again = await ActAsync("count", "k");

        Assert.Equal(("1", "1"), (first.GetProperty("result").ToString(), again.GetProperty("result").ToString()));
        Assert.Equal("2", (await ActAsync("count", "other")).GetProperty("result").ToString());
        Assert.Equal("3", (await ActAsync("count", null)).GetProperty("result").ToString());
        Assert.Equal(3L, await AuditedAsync("pluginAction"));
    }

    [Fact]
    public async Task A_repeat_is_answered_also_when_the_plugin_has_stopped()
    {
        await _host.RunAsync();
        await ActAsync("count", "k");
        await _host.Modules.RunAsync("disablePlugin", new { input = new { name = "greeter" } });

        Assert.Equal("1", (await ActAsync("count", "k")).GetProperty("result").ToString());
        Assert.Equal("PLUGIN_NOT_RUNNING", Error(await ActAsync("count", "other")).Code);
    }

    [Fact]
    public async Task Of_repeats_at_the_same_time_one_calls_the_plugin_and_the_others_get_its_answer()
    {
        await _host.RunAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ActAsync("count", "k"))));

        Assert.Equal(Enumerable.Repeat("1", 8), answers.Select(a => a.GetProperty("result").ToString()));
        Assert.Equal("2", (await ActAsync("count", null)).GetProperty("result").ToString());
        Assert.Equal(2L, await AuditedAsync("pluginAction"));
    }

    [Fact]
    public async Task Another_input_under_the_key_is_a_conflict()
    {
        await _host.RunAsync();
        Assert.Equal("Hello, you", (await ActAsync("greet", "k", new { name = "you" })).GetProperty("result").GetString());

        foreach (var (action, payload) in new (string, object?)[] { ("greet", new { name = "me" }), ("greet", null), ("count", new { name = "you" }) })
            Assert.Equal(("IdempotencyConflictError", "IDEMPOTENCY_CONFLICT", Used), Error(await ActAsync(action, "k", payload)));
        Assert.Equal("IDEMPOTENCY_CONFLICT", Error(await TestAsync("k")).Code);
        Assert.Equal("Hello, you", (await ActAsync("greet", "k", new { name = "you" })).GetProperty("result").GetString());
        Assert.Equal("1", (await ActAsync("count", null)).GetProperty("result").ToString());
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("a\nb")]
    public async Task A_key_that_cannot_be_used_is_refused_before_the_plugin_is_called(string key)
    {
        await _host.RunAsync();

        Assert.Equal("IDEMPOTENCY_CONFLICT", Error(await ActAsync("count", key)).Code);
        Assert.Equal("1", (await ActAsync("count", null)).GetProperty("result").ToString());
    }

    [Fact]
    public async Task What_the_plugin_refuses_leaves_the_key_free()
    {
        await _host.RunAsync();
        Assert.Equal("PLUGIN_REFUSED", Error(await ActAsync("greet", "k")).Code);

        Assert.Equal("Hello, you", (await ActAsync("greet", "k", new { name = "you" })).GetProperty("result").GetString());
    }

    [Fact]
    public async Task What_is_refused_before_the_plugin_is_called_leaves_the_key_free()
    {
        await _host.RunAsync();
        Assert.Equal("ACTION_NOT_SUPPORTED", Error(await ActAsync("fly", "k")).Code);

        Assert.Equal("1", (await ActAsync("count", "k")).GetProperty("result").ToString());
    }

    [Fact]
    public async Task What_the_plugin_failed_at_is_not_tried_again_under_the_key()
    {
        await _host.RunAsync("quiet", "Misbehaving");
        var failed = Error(await ActAsync("throw", "k", plugin: "quiet"));

        Assert.Equal(("PluginFailedError", "PLUGIN_FAILED", "The plugin 'quiet' did not do it: The plugin failed."), failed);
        Assert.Equal(failed, Error(await ActAsync("throw", "k", plugin: "quiet")));
        Assert.Equal(1L, await AuditedAsync("pluginAction"));
    }

    [Fact]
    public async Task Of_work_whose_host_stopped_nobody_knows_what_came()
    {
        await _host.RunAsync();
        await ActAsync("count", "k");
        // The host wrote the key, and never the outcome.
        var before = (byte[])(await _host.Modules.Database.ScalarAsync("SELECT sealed_answer FROM kernel.idempotency_keys"))!;
        await InterruptAsync("k");
        Assert.NotEqual(before, (byte[])(await _host.Modules.Database.ScalarAsync("SELECT sealed_answer FROM kernel.idempotency_keys"))!);

        var (type, code, message) = Error(await ActAsync("count", "k"));

        Assert.Equal(("IdempotencyConflictError", "IDEMPOTENCY_CONFLICT"), (type, code));
        Assert.StartsWith("The idempotency key was used for work that has not ended in its time", message, StringComparison.Ordinal);
        Assert.Equal("2", (await ActAsync("count", "other")).GetProperty("result").ToString());
    }

    [Fact]
    public async Task A_repeated_test_gets_the_first_answer_without_secrets_and_the_plugin_is_not_called_again()
    {
        await _host.RunAsync();
        object[] values = [new { key = "Greeting", value = "Moin" }, new { key = "Key", value = "an unsaved secret of some length" }];

        Assert.Equal("It will say Moin.", (await TestAsync("k", values)).GetProperty("message").GetString());
        Assert.Equal("It will say Moin.", (await TestAsync("k", values)).GetProperty("message").GetString());

        Assert.Equal("2", (await ActAsync("count", null)).GetProperty("result").ToString());
        Assert.Equal(1L, await AuditedAsync("testPluginConfiguration"));
        Assert.Equal(("IdempotencyConflictError", "IDEMPOTENCY_CONFLICT", Used), Error(await TestAsync("k", [new { key = "Greeting", value = "Servus" }])));
        Assert.Equal(("IdempotencyConflictError", "IDEMPOTENCY_CONFLICT", Used), Error(await TestAsync("k", [values[0], new { key = "Key", value = "another secret of some length" }])));
        Assert.DoesNotContain("unsaved", System.Text.Encoding.UTF8.GetString((byte[])(await _host.Modules.Database.ScalarAsync("SELECT sealed_answer FROM kernel.idempotency_keys"))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_takes_no_key()
    {
        await _host.RunAsync();
        var rehearsed = (await _host.Modules.RunAsync("pluginAction", new { input = new { pluginId = "greeter", action = "count", idempotencyKey = "k", dryRun = true } })).GetProperty("data").GetProperty("pluginAction");

        Assert.Equal(("null", "null"), (rehearsed.GetProperty("errors").GetRawText(), rehearsed.GetProperty("result").GetRawText()));
        Assert.Equal("1", (await ActAsync("count", "k")).GetProperty("result").ToString());
    }

    /// <summary>Makes the key as old as work may be, and takes what came of it away.</summary>
    private async Task InterruptAsync(string key)
    {
        await _host.Modules.Database.ExecuteAsync("UPDATE kernel.idempotency_keys SET created_at = created_at - interval '1 hour'");
        var box = (Kernel.Secrets.SecretBox)_host.Modules.Services.GetService(typeof(Kernel.Secrets.SecretBox))!;
        string[] purpose = ["kernel", "idempotency", key];
        var record = System.Text.Json.Nodes.JsonNode.Parse(box.Open((byte[])(await _host.Modules.Database.ScalarAsync("SELECT sealed_answer FROM kernel.idempotency_keys"))!, purpose))!;
        record["Outcome"] = null;
        await _host.Modules.Database.ExecuteAsync($"UPDATE kernel.idempotency_keys SET sealed_answer = '\\x{Convert.ToHexString(box.Seal(record.ToJsonString(), purpose))}'");
    }

    private async Task<JsonElement> ActAsync(string action, string? idempotencyKey, object? payload = null, string plugin = "greeter") =>
        (await _host.Modules.RunAsync("pluginAction", new { input = new { pluginId = plugin, action, payload, idempotencyKey } })).GetProperty("data").GetProperty("pluginAction");

    private async Task<JsonElement> TestAsync(string idempotencyKey, object[]? values = null) =>
        (await _host.Modules.RunAsync("testPluginConfiguration", new { input = new { pluginId = "greeter", values, idempotencyKey } })).GetProperty("data").GetProperty("testPluginConfiguration");

    private async Task<object?> AuditedAsync(string action) => await _host.Modules.Database.ScalarAsync($"SELECT count(*) FROM kernel.audit_entries WHERE action = '{action}'");

    private static (string? Type, string? Code, string? Message) Error(JsonElement payload) => ForgeHost.Error(payload);
}
