using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Tests.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static GraphQLPlugins.Options.Tests.Projects.ProjectsHost;

namespace GraphQLPlugins.Options.Tests.Upgrades;

[Trait("Line", "O15")]
public sealed class UpgradeTests : IAsyncLifetime
{
    private const string Secret = "xoxb-what-was-plain-once";

    private ModuleHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await UpgradesHost.StartAsync();
        await _host.InstallAsync("mail", "1.0");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Definitions_are_those_of_the_installed_version()
    {
        Assert.Equal(["Server", "Port", "Token", "Old", "Mode", "enabled"], await KeysAsync());
        Assert.Equal("localhost", (await ItemAsync("Server")).GetProperty("effective").GetString());

        await _host.UpgradeAsync("mail", "2.0");

        Assert.Equal(["Server", "Port", "Token", "Mode", "Retries", "enabled"], await KeysAsync());
        Assert.Equal("mail.example", (await ItemAsync("Server")).GetProperty("effective").GetString());
        Assert.Equal("OPTION_UNKNOWN", (await _host.ChangeAsync("setOption", new { pluginId = "mail", key = "Old", value = "x" })).GetProperty("errors")[0].GetProperty("code").GetString());
    }

    /// <summary>The other transaction does what an upgrade does.</summary>
    [Fact]
    public async Task A_value_that_is_written_while_another_version_comes_in_waits_and_is_checked_by_that_one()
    {
        await using var db = await _host.Services.GetRequiredService<IDbContextFactory<OptionsDb>>().CreateDbContextAsync();
        await using var upgrade = await db.Database.BeginTransactionAsync();
        await HeldRows.HoldDeclarationAsync(db, Organization.DefaultId, "mail", CancellationToken.None);
        await db.Database.ExecuteSqlAsync($"UPDATE catalog.installations i SET version_key = v.id FROM catalog.versions v WHERE v.plugin_key = i.plugin_key AND v.version = '2.0' AND i.name = 'mail'");

        var writing = _host.ChangeAsync("setOption", new { pluginId = "mail", key = "Old", value = "x" });
        while (await _host.Database.ScalarAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") is 0L)
        {
            Assert.False(writing.IsCompleted);
            await Task.Delay(20);
        }
        await upgrade.CommitAsync();

        Assert.Equal("OPTION_UNKNOWN", (await writing).GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values"));
    }

    [Fact]
    public async Task An_entry_that_declares_its_options_otherwise_is_compared_with_what_is_stored_as_a_version_is()
    {
        await _host.ChangeAsync("registerPlugin", new { name = "Own", resourceType = "x.Y", image = "own", template = Template("string", "string") });
        await _host.SetAsync("own", "Port", "many", null);
        await _host.SetAsync("own", "Token", Secret, null);
        var changed = Template("integer", "string", ",\"writeOnly\":true");

        var error = (await _host.ChangeAsync("updatePlugin", new { pluginId = "own", template = changed })).GetProperty("errors")[0];
        Assert.Equal("StoredOptionsInvalidError", error.GetProperty("__typename").GetString());
        Assert.Equal("1 stored value of the plugin 'own' does not fit what comes in. Set them anew or unset them first, or repeat the change with acceptOptionLoss, which unsets them.", error.GetProperty("message").GetString());
        Assert.Equal(2L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values WHERE conf_key = 'own' AND protected IS NULL"));
        Assert.Equal(JsonValueKind.Null, (await _host.ChangeAsync("updatePlugin", new { pluginId = "own", template = changed, acceptOptionLoss = true, dryRun = true })).GetProperty("errors").ValueKind);
        Assert.Equal("STRING", (await ItemAsync("Port", "own")).GetProperty("definition").GetProperty("type").GetString());

        Assert.Equal(JsonValueKind.Null, (await _host.ChangeAsync("updatePlugin", new { pluginId = "own", name = "Renamed" })).GetProperty("errors").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await _host.ChangeAsync("updatePlugin", new { pluginId = "own", template = changed, acceptOptionLoss = true })).GetProperty("errors").ValueKind);

        Assert.Equal(JsonValueKind.Null, (await ItemAsync("Port", "own")).GetProperty("effective").ValueKind);
        Assert.True((await ItemAsync("Token", "own")).GetProperty("isSet").GetBoolean());
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values WHERE conf_key = 'own' AND protected IS NULL"));

        static JsonElement Template(string port, string token, string more = "") => JsonDocument.Parse(
            "{\"options\":{\"schema\":{\"type\":\"object\",\"properties\":{\"Port\":{\"type\":\"" + port + "\"},\"Token\":{\"type\":\"" + token + "\"" + more + "}}}}}").RootElement;
    }

    [Fact]
    public async Task Values_that_do_not_fit_stand_against_the_version_and_nothing_changes()
    {
        var project = await _host.ProjectAsync("web");
        await _host.SetAsync("mail", "Port", "twenty-five", null);
        await _host.SetAsync("mail", "Port", "587", In(project));
        await _host.SetAsync("mail", "Mode", "a", In(project));
        await _host.SetAsync("mail", "Token", Secret, null);

        var error = (await _host.ChangeAsync("upgradePlugin", new { name = "mail", version = "2.0" })).GetProperty("errors")[0];

        Assert.Equal("StoredOptionsInvalidError", error.GetProperty("__typename").GetString());
        Assert.Equal(3, error.GetProperty("count").GetInt32());
        Assert.Equal(
            [("instance", "Port", "/Port", "The value must be a number."), ("project", "Mode", "/Mode", "The value must be one of b, c."), ("project", "Port", "/Port", "The value must be a number.")],
            error.GetProperty("problems").EnumerateArray().Select(p => (
                p.GetProperty("scope").GetString()!.Split(':')[0], p.GetProperty("key").GetString()!, p.GetProperty("pointer").GetString()!, p.GetProperty("message").GetString()!)));
        Assert.Equal("1.0", await _host.Database.ScalarAsync("SELECT version FROM catalog.installations WHERE name = 'mail'"));
        Assert.Equal(4L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values WHERE protected IS NULL"));
        Assert.Equal("twenty-five", (await ItemAsync("Port")).GetProperty("effective").GetString());
    }

    [Fact]
    public async Task Whoever_accepts_the_loss_gets_the_version_and_the_history_keeps_what_was_unset()
    {
        await _host.SetAsync("mail", "Port", "twenty-five", null);
        await _host.SetAsync("mail", "Mode", "b", null);

        await _host.UpgradeAsync("mail", "2.0", acceptOptionLoss: true);

        Assert.Equal(["Mode"], await _host.Database.ListAsync("SELECT key FROM options.option_values"));
        var change = (await HistoryAsync())[0].GetProperty("changes")[0];
        Assert.Equal(("Port", "UNSET", "twenty-five"), (change.GetProperty("key").GetString(), change.GetProperty("kind").GetString(), change.GetProperty("before").GetString()));
    }

    [Fact]
    public async Task What_becomes_a_secret_is_sealed_and_leaves_the_history()
    {
        await _host.SetAsync("mail", "Token", "an-earlier-plain-token", null);
        await _host.SetAsync("mail", "Token", Secret, null);

        await _host.UpgradeAsync("mail", "2.0");

        var item = await ItemAsync("Token");
        Assert.Equal(("SecretOption", true), (item.GetProperty("__typename").GetString(), item.GetProperty("isSet").GetBoolean()));
        var sealedValue = (byte[])(await _host.Database.ScalarAsync("SELECT protected FROM options.option_values WHERE key = 'Token' AND json IS NULL"))!;
        Assert.Equal(Secret, _host.Services.GetRequiredService<SecretBox>().Open(sealedValue, "options", "secrets", "mail"));
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_revisions WHERE changes_json::text LIKE '%plain%'"));
        var history = await HistoryAsync();
        Assert.Equal(3, history.Count);
        Assert.All(history, revision => Assert.True(revision.GetProperty("changes")[0].GetProperty("isSecret").GetBoolean()));
    }

    [Fact]
    public async Task A_secret_never_becomes_plain()
    {
        await _host.UpgradeAsync("mail", "2.0");
        await _host.SetAsync("mail", "Token", Secret, null);

        var error = (await _host.ChangeAsync("rollbackPlugin", new { name = "mail" })).GetProperty("errors")[0];
        Assert.Equal("The value is a secret, and this version would show it.", Assert.Single(error.GetProperty("problems").EnumerateArray()).GetProperty("message").GetString());
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values WHERE protected IS NOT NULL"));

        Assert.Equal(JsonValueKind.Null, (await _host.ChangeAsync("rollbackPlugin", new { name = "mail", acceptOptionLoss = true })).GetProperty("errors").ValueKind);
        Assert.Equal(0L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values"));
        Assert.Equal(JsonValueKind.Null, (await ItemAsync("Token")).GetProperty("effective").ValueKind);
    }

    [Fact]
    public async Task Values_of_removed_options_count_for_nothing_and_are_there_again_after_a_roll_back()
    {
        await _host.SetAsync("mail", "Old", "kept", null);

        await _host.UpgradeAsync("mail", "2.0");
        Assert.DoesNotContain("Old", await KeysAsync());
        Assert.True((await HistoryAsync())[0].GetProperty("changes")[0].GetProperty("isSecret").GetBoolean());

        Assert.Equal(JsonValueKind.Null, (await _host.ChangeAsync("rollbackPlugin", new { name = "mail" })).GetProperty("errors").ValueKind);
        Assert.Equal("kept", (await ItemAsync("Old")).GetProperty("effective").GetString());
    }

    [Fact]
    public async Task A_downgrade_is_judged_as_an_upgrade_is()
    {
        await _host.UpgradeAsync("mail", "2.0");
        await _host.SetAsync("mail", "Port", 25, null);

        var payload = await _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "mail" } }, version = "1.0" });

        Assert.Equal(("STORED_OPTIONS_INVALID", "The value must be a text."), (
            payload.GetProperty("errors")[0].GetProperty("code").GetString(), payload.GetProperty("errors")[0].GetProperty("problems")[0].GetProperty("message").GetString()));
        Assert.Equal("2.0", await _host.Database.ScalarAsync("SELECT version FROM catalog.installations WHERE name = 'mail'"));
    }

    [Fact]
    public async Task What_was_uninstalled_is_judged_when_it_comes_back()
    {
        await _host.SetAsync("mail", "Port", "twenty-five", null);
        await _host.ChangeAsync("uninstallPlugin", new { name = "mail" });

        var payload = await _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "mail" } }, version = "2.0" });

        Assert.Equal("STORED_OPTIONS_INVALID", payload.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_was_a_secret_of_a_plugin_that_is_gone_stays_one()
    {
        await _host.UpgradeAsync("mail", "2.0");
        await _host.SetAsync("mail", "Token", Secret, null);
        await _host.Database.ExecuteAsync("""UPDATE catalog.plugins SET revision = revision + 1, template = '{"options":{"settings":{"settings":[{"key":"Token","type":"text"}]}}}' WHERE plugin_id = 'mail'""");
        await _host.ChangeAsync("uninstallPlugin", new { name = "mail" });

        var item = await ItemAsync("Token");

        Assert.Equal(("SecretOption", true), (item.GetProperty("__typename").GetString(), item.GetProperty("isSet").GetBoolean()));
    }

    [Fact]
    public async Task A_rehearsal_and_a_plan_tell_what_would_happen_to_the_options()
    {
        var project = await _host.ProjectAsync("web");
        await _host.SetAsync("mail", "Port", "twenty-five", In(project));
        var expected = (Added: "Retries", Removed: "Old", Retyped: "Port,Token", NowSecret: "Token", Invalid: "project 1");

        var plan = (await _host.RunAsync("planInstall", new { input = new { plugins = new[] { new { pluginId = "mail", version = "2.0" } } } })).GetProperty("data").GetProperty("planInstall");
        Assert.False(plan.GetProperty("executable").GetBoolean());
        Assert.Equal(expected, Shown(plan));
        Assert.Equal("STORED_OPTIONS_INVALID", plan.GetProperty("blocked")[0].GetProperty("code").GetString());
        Assert.NotEqual(JsonValueKind.Null, (await _host.ChangeAsync("upgradePlugin", new { name = "mail", version = "2.0", dryRun = true })).GetProperty("errors").ValueKind);

        var accepted = (await _host.RunAsync("planInstall", new { input = new { plugins = new[] { new { pluginId = "mail", version = "2.0" } }, acceptOptionLoss = true } })).GetProperty("data").GetProperty("planInstall");
        Assert.True(accepted.GetProperty("executable").GetBoolean());
        Assert.Equal(expected, Shown(accepted));
        await _host.UpgradeRehearsedAsync("mail", "2.0");
        Assert.Equal(1L, await _host.Database.ScalarAsync("SELECT count(*) FROM options.option_values"));
    }

    [Fact]
    public async Task A_version_that_declares_the_same_changes_nothing_about_options()
    {
        await _host.InstallAsync("still", "1.0");
        await _host.SetAsync("still", "A", "x", null);

        var plan = (await _host.RunAsync("planInstall", new { input = new { plugins = new[] { new { pluginId = "still", version = "2.0" } } } })).GetProperty("data").GetProperty("planInstall");

        Assert.Equal(JsonValueKind.Null, plan.GetProperty("items")[0].GetProperty("options").ValueKind);
    }

    [Fact]
    public async Task The_statements_of_a_plan_do_not_depend_on_how_many_values_there_are()
    {
        var few = await _host.StatementsAsync(PlanAsync);
        for (var i = 0; i < 20; i++) await _host.SetAsync("mail", "Port", $"p{i}", In(await _host.ProjectAsync($"project {i}")));
        var many = await _host.StatementsAsync(PlanAsync);

        Assert.Equal(few.Count, many.Count);
        Assert.InRange(many.Count, 1, 14);

        Task PlanAsync() => _host.RunAsync("planInstall", new { input = new { plugins = new[] { new { pluginId = "mail", version = "2.0" } } } });
    }

    [Fact]
    public async Task Whoever_watches_a_scope_hears_of_a_version_that_declares_otherwise_and_of_changes_around_it()
    {
        var (web, other) = (await _host.ProjectAsync("web"), await _host.ProjectAsync("other"));
        await _host.InstallAsync("still", "1.0");

        var events = await _host.EventsAsync("onOptionsChanged", new { pluginId = "mail", scope = In(web) }, 4, async () =>
        {
            await _host.SetAsync("mail", "Server", "elsewhere", In(other));
            await _host.SetAsync("still", "A", "x", null);
            await _host.SetAsync("mail", "Server", "organization", new { kind = "ORGANIZATION" });
            await _host.SetAsync("mail", "Server", "here", In(web));
            await _host.UpgradeAsync("mail", "2.0");
            await _host.SetAsync("mail", "Retries", 1, null);
        });

        Assert.Equal(["organization Server", "project Server", "instance Retries,Old,Server,Port,Token", "instance Retries"], events.Select(e =>
            $"{e.GetProperty("scope").GetString()!.Split(':')[0]} {string.Join(',', e.GetProperty("keys").EnumerateArray().Select(k => k.GetString()))}"));
    }

    private static (string Added, string Removed, string Retyped, string NowSecret, string Invalid) Shown(JsonElement plan)
    {
        var options = plan.GetProperty("items")[0].GetProperty("options");
        return (Keys("added"), Keys("removed"), Keys("retyped"), Keys("nowSecret"),
            string.Join(',', options.GetProperty("invalid").EnumerateArray().Select(i => $"{i.GetProperty("scope").GetString()} {i.GetProperty("count").GetInt32()}")));

        string Keys(string name) => string.Join(',', options.GetProperty(name).EnumerateArray().Select(k => k.GetString()));
    }

    private async Task<List<JsonElement>> ItemsAsync(string pluginId = "mail") =>
        [.. (await _host.RunAsync("optionSet", new { pluginId })).GetProperty("data").GetProperty("optionSet").GetProperty("items").EnumerateArray()];

    private async Task<IEnumerable<string>> KeysAsync() => (await ItemsAsync()).Select(i => i.GetProperty("definition").GetProperty("key").GetString()!);

    private async Task<JsonElement> ItemAsync(string key, string plugin = "mail") => (await ItemsAsync(plugin)).Single(i => i.GetProperty("definition").GetProperty("key").GetString() == key);

    private async Task<List<JsonElement>> HistoryAsync() =>
        [.. (await _host.RunAsync("optionHistory", new { pluginId = "mail" })).GetProperty("data").GetProperty("optionHistory").EnumerateArray()];
}
