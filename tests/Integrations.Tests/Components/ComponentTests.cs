using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tests.Components;

/// <summary>What installed apps show, and the choices that they offer.</summary>
public sealed class ComponentTests : AppScene
{
    private const string Schema = """
        { "elements": [
          { "type": "issue-link",
            "link": { "uri": "/link", "required_fields": [{ "type": "select", "name": "issue", "label": "Issue", "uri": "/issues" }] },
            "create": { "uri": "/create", "required_fields": [{ "type": "select", "name": "kind", "label": "Kind", "options": [["bug", "Bug"]] }, { "type": "select", "name": "late", "label": "Late", "uri": "/late", "skip_load_on_open": true }] } },
          { "type": "stacktrace-link", "uri": "/open" }] }
        """;

    protected override (string Name, string Value)[] Settings => [("Egress:AllowedNetworks:0", "127.0.0.0/8"), ("Integrations:ChoicesTimeout", "00:00:30")];

    [Fact]
    [Trait("Line", "A11")]
    [Trait("Line", "A34")]
    [Trait("Line", "A35")]
    public async Task Components_of_installed_apps_are_listed_with_choices_that_the_app_signed_for()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync("""[{ "label": "First", "value": 1 }, { "label": "Second", "value": "two", "default": true }]"""));
        var app = await InstalledAsync(server);

        var components = (await Host.RunAsync("appComponents", new { organizationId = await OrganizationIdAsync() })).GetProperty("data").GetProperty("appComponents");

        Assert.Equal("issue-link stacktrace-link", string.Join(' ', components.EnumerateArray().Select(c => Text(c, "type"))));
        var field = components[0].GetProperty("schema").GetProperty("link").GetProperty("required_fields")[0];
        Assert.Equal("""[[1,"First"],["two","Second"]] two""", $"{field.GetProperty("choices")} {field.GetProperty("defaultValue")}");
        Assert.Equal("null null", $"{components[0].GetProperty("error").GetRawText()} {components[1].GetProperty("error").GetRawText()}");
        var (target, headers) = Assert.Single(server.Requests);
        Assert.Equal($"/issues?installationId={Text(components[0].GetProperty("installation"), "uuid")}", target);
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Text(app, "clientSecret")!), Array.Empty<byte>())), headers["Sentry-App-Signature"].ToString());
        Assert.Equal("mine", headers["X-Own"].ToString());
    }

    [Fact]
    [Trait("Line", "A35")]
    public async Task Only_installed_apps_show_something_and_only_of_the_kind_that_is_asked_for()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync("[]"));
        await InstalledAsync(server);
        await CreateAsync("""{ "name": "Pending", "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/open" }] } }""");
        await DoAsync("installApp", new { slug = "pending" });
        var organizationId = await OrganizationIdAsync();

        Assert.Equal(1, (await Host.RunAsync("appComponents", new { organizationId, type = "stacktrace-link" })).GetProperty("data").GetProperty("appComponents").GetArrayLength());
        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("appComponents", new { organizationId, type = "wheel" })));
        Host.Caller = Other();
        Assert.Equal("ORGANIZATION_NOT_FOUND", CodeOf(await Host.RunAsync("appComponents", new { organizationId })));
        Assert.Equal("[]", (await Host.RunAsync("appComponents", new { organizationId = await OrganizationIdAsync() })).GetProperty("data").GetProperty("appComponents").ToString());
    }

    [Theory]
    [Trait("Line", "A34")]
    [Trait("Line", "A35")]
    [InlineData(500, "{}", "The app answered with the status 500.")]
    [InlineData(302, "", "The app answered with the status 302.")]
    [InlineData(200, "no json", "The app's answer is no JSON.")]
    [InlineData(200, "{}", "The app's answer is no list.")]
    [InlineData(200, """[{ "label": "a" }]""", "Choice 1 of the app lacks a label or a value.")]
    [InlineData(200, """[{ "label": "a", "value": 1 }, { "value": 2 }]""", "Choice 2 of the app lacks a label or a value.")]
    [InlineData(200, "HUGE", null)]
    public async Task A_failing_app_is_told_by_its_error(int status, string body, string? message)
    {
        await using var server = await AppServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body == "HUGE" ? new string(' ', 1024 * 1024 + 1) : body);
        });
        await InstalledAsync(server);

        var component = (await Host.RunAsync("appComponents", new { organizationId = await OrganizationIdAsync(), type = "issue-link" })).GetProperty("data").GetProperty("appComponents")[0];
        var options = await OptionsAsync(Text(component, "uuid"), "issue");

        Assert.Equal(message ?? $"The answer of {server.Url}/issues is larger than 1048576 bytes.", Text(component, "error"));
        Assert.Equal((Text(component, "error"), "[]"), (Text(options, "error"), options.GetProperty("choices").ToString()));
        Assert.Single(server.Requests);
    }

    [Fact]
    [Trait("Line", "A34")]
    public async Task Choices_are_asked_with_what_was_typed_and_remembered()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync("""[{ "label": "x", "value": "x" }]"""));
        await InstalledAsync(server);
        var uuid = (await ReadAsync(db => Task.FromResult(db.AppComponents.Single(c => c.Type == "issue-link").Id))).ToString();
        var installation = (await ReadAsync(db => Task.FromResult(db.Installations.Single().Id))).ToString();

        await OptionsAsync(uuid, "late", "a&b=c", new { issue = "1" });
        await OptionsAsync(uuid, "late", "a&b=c", new { issue = "1" });
        var own = await OptionsAsync(uuid, "kind");

        Assert.Equal($"/late?installationId={installation}&query=a%26b%3Dc&dependentData=%7B%22issue%22%3A%221%22%7D", Assert.Single(server.Requests).Target);
        Assert.Equal("""[{"value":"bug","label":"Bug"}]""", own.GetProperty("choices").ToString());
    }

    [Fact]
    [Trait("Line", "A34")]
    public async Task An_app_is_told_which_project_the_form_is_for()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync("[]"));
        await InstalledAsync(server);
        var uuid = (await ReadAsync(db => Task.FromResult(db.AppComponents.Single(c => c.Type == "issue-link").Id))).ToString();
        var projectId = Text((await DoAsync("createProject", new { name = "shop & co" })).GetProperty("project"), "id");

        await Host.RunAsync("componentOptions", new { componentUuid = uuid, field = "late", query = "a", projectId });
        Assert.EndsWith("&projectSlug=shop%20%26%20co&query=a", Assert.Single(server.Requests).Target, StringComparison.Ordinal);

        Host.Caller = Other();
        var foreign = Text((await DoAsync("createProject", new { name = "theirs" })).GetProperty("project"), "id");
        Host.Caller = ModuleHost.Identity("*");
        Assert.Equal("PROJECT_NOT_FOUND", CodeOf(await Host.RunAsync("componentOptions", new { componentUuid = uuid, field = "late", projectId = foreign })));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Of_another_organizations_component_nothing_is_asked()
    {
        await using var server = await AppServer.StartAsync(context => context.Response.WriteAsync("[]"));
        await InstalledAsync(server);
        var uuid = (await ReadAsync(db => Task.FromResult(db.AppComponents.Single(c => c.Type == "issue-link").Id))).ToString();

        Assert.Equal("COMPONENT_NOT_FOUND", CodeOf(await Host.RunAsync("componentOptions", new { componentUuid = uuid, field = "nope" })));
        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("componentOptions", new { componentUuid = uuid, field = "issue", query = new string('x', 1001) })));
        Host.Caller = Other();
        Assert.Equal("COMPONENT_NOT_FOUND", CodeOf(await Host.RunAsync("componentOptions", new { componentUuid = uuid, field = "issue" })));
        Assert.Empty(server.Requests);
    }

    [Fact]
    [Trait("Line", "A12")]
    [Trait("Line", "A30")]
    [Trait("Line", "G24")]
    public async Task A_new_schema_replaces_the_components_and_a_bad_one_changes_nothing()
    {
        await CreateAsync("""{ "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/open" }] } }""");
        var before = await Host.Database.ScalarAsync("SELECT string_agg(id::text, ' ') FROM integrations.app_components");

        var error = await RefusedAsync("updateApp", new { slug = "one", schema = JsonDocument.Parse("""{ "elements": [{ "type": "issue-link" }, { "type": "issue-link" }] }""").RootElement });
        Assert.Equal(("SchemaElementInvalidError", "The element 'issue-link' at '/elements/0/link': It is missing. It must be an object."), (Type(error), Text(error, "message")));
        Assert.Equal(before, await Host.Database.ScalarAsync("SELECT string_agg(id::text, ' ') FROM integrations.app_components"));

        await DoAsync("updateApp", new { slug = "one", schema = JsonDocument.Parse("""{ "elements": [{ "type": "stacktrace-link", "uri": "/other" }] }""").RootElement });
        Assert.Equal("""{"uri": "/other", "type": "stacktrace-link"}""", await Host.Database.ScalarAsync("SELECT string_agg(schema::text, ' ') FROM integrations.app_components"));
        await DoAsync("updateApp", new { slug = "one", schema = "" });
        Assert.Equal("{}", (await AppAsync("one")).GetProperty("schema").ToString());
        Assert.Equal(0L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.app_components"));
    }

    private async Task<JsonElement> InstalledAsync(AppServer server)
    {
        var app = await CreateAsync($$"""{ "verifyInstall": false, "webhookUrl": "{{server.Url}}/hooks", "schema": {{Schema}}, "webhookHeaders": [{ "name": "X-Own", "value": "mine" }] }""");
        await DoAsync("installApp", new { slug = "one" });
        return app;
    }

    private async Task<JsonElement> OptionsAsync(string? componentUuid, string field, string? query = null, object? dependentData = null) =>
        (await Host.RunAsync("componentOptions", new { componentUuid, field, query, dependentData })).GetProperty("data").GetProperty("componentOptions");
}
