using System.Text.Json;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Options that count only when others have certain values, and what else a definition says (4.3).</summary>
[Trait("Line", "4.3")]
public sealed class VisibilityTests : IAsyncLifetime
{
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Conditions_are_shown_and_those_that_mean_nothing_are_left_out()
    {
        Assert.Equal("Auth IN \"token\"", await ConditionsAsync("Token"));
        Assert.Equal("Auth IN \"basic\"", await ConditionsAsync("User"));
        Assert.Equal("User IS_SET ", await ConditionsAsync("Realm"));
        Assert.Equal("Auth NOT_IN \"none\" & Token IS_NOT_SET ", await ConditionsAsync("Note"));
        Assert.Equal("", await ConditionsAsync("Broken"));
        Assert.Equal("", await ConditionsAsync("Auth"));
    }

    [Fact]
    public async Task What_is_not_visible_is_not_required()
    {
        Assert.Equal(("", true), await MissingAsync());
        Assert.Equal("Token User Realm Note", await HiddenAsync());

        await SetAsync("Auth", "token");
        Assert.Equal(("/Token: A value is required.", false), await MissingAsync());
        Assert.Equal("User Realm", await HiddenAsync());

        await SetAsync("Token", "s3cret-value-0123456789");
        Assert.Equal(("", true), await MissingAsync());
        Assert.Equal("User Realm Note", await HiddenAsync());

        await SetAsync("Auth", "basic");
        Assert.Equal(("/User: A value is required.", false), await MissingAsync());
        await SetAsync("User", "ada");
        Assert.Equal(("/Realm: A value is required.", false), await MissingAsync());
    }

    [Fact]
    public async Task What_an_invisible_option_has_makes_nothing_else_visible_and_its_value_stays()
    {
        await SetAsync("Auth", "basic");
        await SetAsync("User", "ada");
        await SetAsync("Realm", "home");
        await _host.Modules.Database.ExecuteAsync("UPDATE options.option_values SET json = '\"much too long\"' WHERE key = 'Realm'");
        Assert.Equal(("/Realm: The value must have at most 8 characters.", true), await MissingAsync());

        await SetAsync("Auth", "none");

        Assert.Equal(("", true), await MissingAsync());
        Assert.Equal("Token User Realm Note", await HiddenAsync());
        Assert.Equal("Auth=\"none\" Realm=\"much too long\" User=\"ada\"", await _host.OwnAsync("press"));
    }

    [Fact]
    public async Task Each_scope_sees_what_its_own_values_make_visible()
    {
        var project = At("PROJECT", await _host.ProjectAsync());
        await SetAsync("Auth", "token");
        await SetAsync("Auth", "none", project);

        Assert.Equal(("/Token: A value is required.", false), await MissingAsync());
        Assert.Equal(("", true), await MissingAsync(project));
        Assert.Equal("press:1", await ConfiguredAsync());
        await SetAsync("Auth", null, project);
        Assert.Equal("press:0", await ConfiguredAsync());
    }

    [Fact]
    public async Task An_empty_text_unsets_what_is_required_only_when_visible()
    {
        await SetAsync("User", "ada");
        await SetAsync("User", "");

        Assert.Equal("", await _host.OwnAsync("press"));
        Assert.Equal(["/Auth: A value is required."], Problems(await _host.RunAsync("setOption", new { pluginId = "press", key = "Auth", value = "" })));
    }

    [Fact]
    public async Task An_option_is_set_only_at_the_scopes_that_its_definition_names()
    {
        var (project, user) = (At("PROJECT", await _host.ProjectAsync()), At("USER"));
        _host.Modules.Caller = ModuleTesting.ModuleHost.Identity("*", principalId: Kernel.Identity.Principal.AdministratorId);
        await SetAsync("Outside", "here");
        await SetAsync("Outside", "there", At("ORGANIZATION"));

        foreach (var scope in new[] { project, user })
        {
            Assert.Equal(("OptionNotEditableError", "OPTION_NOT_EDITABLE", "The option 'Outside' cannot be set here: it may be set at INSTANCE, ORGANIZATION."),
                Error(await _host.RunAsync("setOption", new { pluginId = "press", key = "Outside", value = "x", scope })));
            var item = await _host.ItemAsync("Outside", "press", scope);
            Assert.Equal((false, "there"), (item.GetProperty("editable").GetBoolean(), item.GetProperty("effective").GetString()));
        }
        Assert.Equal("[\"INSTANCE\",\"ORGANIZATION\"]", (await DefinitionAsync("Outside")).GetProperty("editableAt").GetRawText());
    }

    [Fact]
    public async Task A_list_is_inherited_only_where_lists_are_joined()
    {
        await SetAsync("Hosts", new[] { "a" });
        await SetAsync("Joined", new[] { "a" });
        var organization = At("ORGANIZATION");
        await SetAsync("Joined", new[] { "b" }, organization);

        Assert.Equal("UNSET", (await _host.ItemAsync("Hosts", "press", organization)).GetProperty("provenance").GetString());
        Assert.Equal("[\"b\",\"a\"]", (await _host.ItemAsync("Joined", "press", organization)).GetProperty("effective").GetRawText());
        Assert.False((await DefinitionAsync("Hosts")).GetProperty("inheritable").GetBoolean());
        Assert.True((await DefinitionAsync("Joined")).GetProperty("inheritable").GetBoolean());
    }

    [Fact]
    [Trait("Line", "G54")]
    public async Task The_outermost_scope_inherits_from_nobody_and_the_next_one_from_it_or_the_default()
    {
        var organization = At("ORGANIZATION");
        Assert.Equal(("null", "\"none\"", "DEFAULT"), await InheritedAsync(null));
        Assert.Equal(("\"none\"", "\"none\"", "DEFAULT"), await InheritedAsync(organization));

        await SetAsync("Auth", "token");
        Assert.Equal(("null", "\"token\"", "INSTANCE"), await InheritedAsync(null));
        Assert.Equal(("\"token\"", "\"token\"", "INSTANCE"), await InheritedAsync(organization));

        async Task<(string, string, string?)> InheritedAsync(object? scope)
        {
            var item = await _host.ItemAsync("Auth", "press", scope);
            return (item.GetProperty("inherited").GetRawText(), item.GetProperty("effective").GetRawText(), item.GetProperty("provenance").GetString());
        }
    }

    [Fact]
    public async Task A_definition_has_all_that_its_author_says()
    {
        var old = await DefinitionAsync("Old");
        Assert.Equal(("Use Realm.", "realm", "Past", 9), (old.GetProperty("deprecationReason").GetString(), old.GetProperty("placeholder").GetString(), old.GetProperty("section").GetString(), old.GetProperty("order").GetInt32()));
        Assert.Equal("The option is deprecated: Use Realm.", (await _host.ItemAsync("Old", "press")).GetProperty("warning").GetString());
        Assert.Equal("INT", (await DefinitionAsync("Small")).GetProperty("type").GetString());
        Assert.Equal(["/Small: The value must be at most 2147483647."], Problems(await _host.RunAsync("setOption", new { pluginId = "press", key = "Small", value = 2147483648 })));
        var shown = await DefinitionAsync("Shown");
        Assert.Equal(("OUTPUT", true), (shown.GetProperty("type").GetString(), shown.GetProperty("readOnly").GetBoolean()));
        Assert.Equal("OptionNotEditableError", Error(await _host.RunAsync("setOption", new { pluginId = "press", key = "Shown", value = "x" })).Type);
        Assert.Equal("", await _host.OwnAsync("press"));
    }

    private Task SetAsync(string key, object? value, object? scope = null) => _host.SetAsync(key, value, scope, "press");

    private async Task<(string Errors, bool IsConfigured)> MissingAsync(object? scope = null)
    {
        var set = await _host.SetOfAsync("press", scope);
        return (string.Join(' ', set.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("pointer")}: {e.GetProperty("message")}")), set.GetProperty("isConfigured").GetBoolean());
    }

    /// <summary>Two options that wait for each other are left out.</summary>
    private async Task<string> HiddenAsync(object? scope = null) => string.Join(' ', (await _host.SetOfAsync("press", scope)).GetProperty("items").EnumerateArray()
        .Where(item => !item.GetProperty("visible").GetBoolean()).Select(item => item.GetProperty("definition").GetProperty("key").GetString()).Where(key => key is not ("First" or "Second")));

    private async Task<string> ConditionsAsync(string key) => string.Join(" & ", (await DefinitionAsync(key)).GetProperty("visibleWhen").EnumerateArray()
        .Select(c => $"{c.GetProperty("key")} {c.GetProperty("operator")} {string.Join(' ', c.GetProperty("values").EnumerateArray().Select(v => v.GetRawText()))}"));

    private async Task<JsonElement> DefinitionAsync(string key) =>
        (await _host.Modules.QueryAsync("{ optionDefinitions(pluginId: \"press\") { key type deprecationReason placeholder section order readOnly inheritable editableAt visibleWhen { key operator values } } }"))
        .GetProperty("data").GetProperty("optionDefinitions").EnumerateArray().Single(d => d.GetProperty("key").GetString() == key);

    private async Task<string> ConfiguredAsync()
    {
        var plugin = (await _host.Modules.RunAsync("configuredProjects", new { pluginIds = (string[])["press"] })).GetProperty("data").GetProperty("configuredProjects")[0];
        return $"{plugin.GetProperty("pluginId").GetString()}:{plugin.GetProperty("projects").GetProperty("totalCount")}";
    }
}
