using System.Text.Json;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Copying;

public sealed class CopyOptionsTests : IAsyncLifetime
{
    private const string Secret = "s3cret-value-0123456789";
    private static readonly object Organization = At("ORGANIZATION");
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Everything_that_one_scope_sets_is_set_at_the_other_and_nothing_else_changes()
    {
        await _host.SetAsync("Limit", 7);
        await _host.SetAsync("Shape", new { a = new[] { 1, 2 } });
        await _host.SetAsync("Mode", "b", Organization);

        var payload = await CopyAsync(new { from = Set(), to = Set(scope: Organization) });

        Assert.Equal("""Limit=7 Mode="b" Shape={"a":[1,2]}""", await _host.OwnAsync(scope: Organization));
        Assert.Equal("Limit=7 Shape={\"a\":[1,2]}", await _host.OwnAsync());
        Assert.Equal(["Limit SET null 7", "Shape SET null {\"a\":[1,2]}"], Changes(payload));
        Assert.Equal(await _host.EtagAsync(scope: Organization), payload.GetProperty("optionSet").GetProperty("etag").GetString());
    }

    [Fact]
    public async Task Secrets_go_along_as_they_are_sealed_and_appear_nowhere()
    {
        await _host.SetAsync("Token", Secret);

        var payload = await CopyAsync(new { from = Set(), to = Set(scope: Organization) });

        Assert.Equal("s3cr", (await _host.ItemAsync("Token", scope: Organization)).GetProperty("hint").GetString());
        Assert.Equal(await _host.SealedAsync("forge", "Token", "instance"), await SealedInOrganizationAsync("forge"));
        Assert.Equal(["Token SET null null"], Changes(payload));
        Assert.DoesNotContain("s3cret", payload.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_plugin_that_declares_the_options_alike_gets_them_and_secrets_sealed_for_itself()
    {
        await _host.SetAsync("Limit", 7);
        await _host.SetAsync("Token", Secret);

        await CopyAsync(new { from = Set(), to = Set("forge2") });

        Assert.Equal("Limit=7 Token=s3cr", await _host.OwnAsync("forge2"));
        var (there, here) = (await _host.SealedAsync("forge2", "Token", "instance"), await _host.SealedAsync("forge", "Token", "instance"));
        Assert.NotEqual(here, there);
        Assert.Equal(Secret, _host.Modules.Services.GetRequiredService<SecretBox>().Open(there!, "options", "secrets", "forge2"));
    }

    [Fact]
    public async Task Only_an_administrator_takes_secrets_to_another_plugin()
    {
        var project = At("PROJECT", await _host.ProjectAsync());
        await _host.SetAsync("Token", Secret, project);
        await _host.SetAsync("Limit", 7, project);
        _host.Modules.Caller = ModuleHost.Identity("options:write options:read");

        var refused = await CopyAsync(new { from = Set(scope: project), to = Set("forge2", project) });
        var without = await CopyAsync(new { from = Set(scope: project), to = Set("forge2", project), keys = new[] { "Limit" } });

        Assert.Equal("FORBIDDEN", Error(refused).Code);
        Assert.Equal(["Limit SET null 7"], Changes(without));
        Assert.Equal("Limit=7", await _host.OwnAsync("forge2", project));
    }

    [Fact]
    public async Task Keys_and_prefix_choose_and_what_is_left_out_is_named()
    {
        await _host.SetAsync("Names", new[] { "n" });
        await _host.SetAsync("Note", "note");
        await _host.SetAsync("Limit", 7);

        var byPrefix = await CopyAsync(new { from = Set(), to = Set(scope: Organization), prefix = "N" });
        var byKeys = await CopyAsync(new { from = Set(), to = Set("forge2"), keys = new[] { "Limit", "Url" } });

        Assert.Equal(["Names SET null [\"n\"]", "Note SET null \"note\""], Changes(byPrefix));
        Assert.Equal(["Limit SET null 7"], Changes(byKeys));
        Assert.Equal("""[{"key":"Url","reason":"NOT_SET"}]""", byKeys.GetProperty("leftOut").GetRawText());
    }

    [Theory]
    [InlineData("OVERWRITE", "Limit=7 Mode=\"b\"", "[]")]
    [InlineData("KEEP", "Limit=1 Mode=\"b\"", """[{"key":"Limit","reason":"KEPT"}]""")]
    public async Task What_the_target_sets_already_is_replaced_or_kept(string conflict, string expected, string leftOut)
    {
        await _host.SetAsync("Limit", 7);
        await _host.SetAsync("Mode", "b");
        await _host.SetAsync("Limit", 1, Organization);

        var payload = await CopyAsync(new { from = Set(), to = Set(scope: Organization), conflict });

        Assert.Equal(expected, await _host.OwnAsync(scope: Organization));
        Assert.Equal(leftOut, payload.GetProperty("leftOut").GetRawText());
    }

    [Fact]
    public async Task A_rehearsal_shows_the_difference_and_changes_nothing()
    {
        await _host.SetAsync("Limit", 7);
        await _host.SetAsync("Limit", 1, Organization);
        var before = await _host.EtagAsync(scope: Organization);

        var payload = await CopyAsync(new { from = Set(), to = Set(scope: Organization), dryRun = true });

        Assert.Equal(["Limit SET 1 7"], Changes(payload));
        Assert.Equal((before, "Limit=1", 1), (await _host.EtagAsync(scope: Organization), await _host.OwnAsync(scope: Organization), await _host.RevisionsAsync(scope: Organization)));
    }

    [Fact]
    public async Task A_copy_is_one_revision_one_audit_entry_and_one_event_and_copying_again_is_none()
    {
        await _host.SetAsync("Limit", 7);
        await _host.SetAsync("Token", Secret);
        object input = new { from = Set(), to = Set(scope: Organization) };

        var events = await _host.Modules.EventsAsync("onOptionsChanged", null, 1, async () => await CopyAsync(input));
        var again = await CopyAsync(input);

        Assert.Equal("""["Limit","Token"]""", events[0].GetProperty("keys").ToString());
        Assert.Empty(Changes(again));
        Assert.Equal(1, await _host.RevisionsAsync(scope: Organization));
        Assert.Equal("forge ORGANIZATION, forge ORGANIZATION", await _host.Modules.Database.ScalarAsync("SELECT string_agg(target || ' ' || upper(scope), ', ') FROM kernel.audit_entries WHERE action = 'copyOptions'"));
    }

    [Fact]
    public async Task Who_expects_another_etag_copies_nothing()
    {
        await _host.SetAsync("Limit", 7);

        var payload = await CopyAsync(new { from = Set(), to = Set(scope: Organization), expectedEtag = "old" });

        Assert.Equal("EtagMismatchError", Error(payload).Type);
        Assert.Equal("", await _host.OwnAsync(scope: Organization));
    }

    [Fact]
    public async Task Options_that_the_other_plugin_declares_differently_are_named_and_nothing_is_copied()
    {
        await _host.SetAsync("Url", "https://a.example");
        await _host.SetAsync("Mode", "b");
        await _host.SetAsync("Limit", 3);

        var payload = await CopyAsync(new { from = Set(), to = Set("mill") });

        Assert.Equal(("OptionsIncompatibleError", "OPTIONS_INCOMPATIBLE", "'mill' does not declare these options like 'forge': Url, Mode. Name the options to copy by keys."), Error(payload));
        Assert.Equal("""["Url","Mode"]""", payload.GetProperty("errors")[0].GetProperty("keys").GetRawText());
        Assert.Equal("", await _host.OwnAsync("mill"));
    }

    [Fact]
    public async Task A_value_that_the_other_plugin_forbids_is_named_and_nothing_is_copied()
    {
        await _host.SetAsync("Note", "long");
        await _host.SetAsync("Limit", 3);

        var payload = await CopyAsync(new { from = Set(), to = Set("mill") });

        Assert.Equal(["/Note: The value must have at most 3 characters."], Problems(payload));
        Assert.Equal("", await _host.OwnAsync("mill"));
    }

    [Fact]
    public async Task The_right_is_needed_at_both_ends()
    {
        var project = At("PROJECT", await _host.ProjectAsync());
        await _host.SetAsync("Limit", 7);
        _host.Modules.Caller = ModuleHost.Identity("options:write options:read");

        Assert.Equal("FORBIDDEN", Error(await CopyAsync(new { from = Set(), to = Set(scope: project) })).Code);
        Assert.Equal("FORBIDDEN", Error(await CopyAsync(new { from = Set(scope: project), to = Set() })).Code);
        Assert.Equal("", await _host.OwnAsync(scope: project));
    }

    [Fact]
    public async Task What_cannot_be_copied_is_told_apart()
    {
        Assert.Equal("An option set cannot be copied onto itself.", Error(await CopyAsync(new { from = Set(), to = Set() })).Message);
        Assert.Equal("PLUGIN_NOT_FOUND", Error(await CopyAsync(new { from = Set("nobody"), to = Set() })).Code);
        Assert.Equal("OPTION_UNKNOWN", Error(await CopyAsync(new { from = Set(), to = Set(scope: Organization), keys = new[] { "Nope" } })).Code);
    }

    private Task<JsonElement> CopyAsync(object input) => _host.RunAsync("copyOptions", input);

    private static object Set(string plugin = "forge", object? scope = null) => new { pluginId = plugin, scope };

    private async Task<byte[]?> SealedInOrganizationAsync(string confKey) =>
        await _host.SealedAsync(confKey, "Token", $"organization:{Kernel.Identity.Organization.DefaultId:N}");

    private static string[] Changes(JsonElement payload) =>
        [.. payload.GetProperty("changes").EnumerateArray().Select(c => $"{c.GetProperty("key").GetString()} {c.GetProperty("kind").GetString()} {c.GetProperty("before").GetRawText()} {c.GetProperty("after").GetRawText()}").Order(StringComparer.Ordinal)];
}
