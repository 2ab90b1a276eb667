using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Directory;

/// <summary>Plugins, apps and documented integrations as one list.</summary>
public sealed class DirectoryTests : AppScene
{
    private const string Plugins = """
        {"ecosystem":"e","pluginId":"alpha","name":"Alpha","installs":50,"labels":["chat"],"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"same-plugin","name":"Same","installs":1,"versions":[{"version":"1.0"}]}
        {"ecosystem":"e","pluginId":"zulu","name":"zulu","description":"Works with Git.","installs":1000,"versions":[{"version":"1.0"}]}
        """;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Host.Services.GetRequiredService<CatalogImporter>().ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(Plugins)), new ImportOptions());
        await CreateAsync("""{ "name": "Same", "overview": "Talks to GIT." }""");
        await CreateAsync("""{ "name": "Beta", "verifyInstall": false }""");
        await PublishAsync("beta");
        await DoAsync("setAppFeatures", new { slug = "beta", features = new[] { new { feature = "CHAT" } } });
        await DoAsync("createDocIntegration", new { name = "Same doc", author = "D", description = "Only words.", url = "https://example.com", isDraft = false, popularity = 7 });
        await DoAsync("createDocIntegration", new { name = "Draft", author = "D", description = "Not yet.", url = "https://example.com", features = new[] { "CHAT" } });
    }

    [Fact]
    [Trait("Line", "N8")]
    public async Task All_kinds_are_one_list_by_name()
    {
        var page = await ListAsync(new { first = 50 });

        Assert.Equal("Alpha:PLUGIN Beta:APP Draft:DOCUMENT Same:PLUGIN Same:APP Same doc:DOCUMENT zulu:PLUGIN", Names(page));
        Assert.Equal((7, false), (page.GetProperty("totalCount").GetInt32(), page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()));
        Assert.Equal("PluginEntry AppEntry DocumentEntry", string.Join(' ', page.GetProperty("nodes").EnumerateArray().Take(3).Select(n => Text(n, "__typename"))));
    }

    [Theory]
    [InlineData("""{ "name": { "icontains": "SAME" } }""", "Same:PLUGIN Same:APP Same doc:DOCUMENT")]
    [InlineData("""{ "name": { "icontainsAny": ["ALPHA", "beta"] } }""", "Alpha:PLUGIN Beta:APP")]
    [InlineData("""{ "name": { "nicontains": "a" } }""", "zulu:PLUGIN")]
    [InlineData("""{ "name": { "icontainsNone": ["z", "e"] } }""", "Alpha:PLUGIN Draft:DOCUMENT")]
    [InlineData("""{ "name": { "iregex": "^z" } }""", "zulu:PLUGIN")]
    [InlineData("""{ "name": { "iregexAny": ["^z", "^b"] } }""", "Beta:APP zulu:PLUGIN")]
    [InlineData("""{ "name": { "matches": "zulu" }, "popularity": { "gt": 0 } }""", "zulu:PLUGIN")]
    public async Task Entries_are_filtered_by_every_operation(string where, string expected) =>
        Assert.Equal(expected, Names(await ListAsync(new { first = 50, where = JsonDocument.Parse(where).RootElement })));

    [Theory]
    [Trait("Line", "N8")]
    [InlineData("name", "ASC", 1)]
    [InlineData("name", "DESC", 2)]
    [InlineData("popularity", "ASC", 2)]
    [InlineData("popularity", "DESC", 1)]
    [InlineData("popularity", "DESC", 3)]
    public async Task Pages_together_are_the_list(string key, string direction, int first)
    {
        var order = new[] { new Dictionary<string, string> { [key] = direction } };
        var all = Names(await ListAsync(new { order, first = 50 }));
        var pages = new List<string>();
        string? after = null;
        for (var i = 0; i < 10; i++)
        {
            var page = await ListAsync(new { order, first, after });
            pages.Add(Names(page));
            after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString();
            if (!page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()) break;
        }

        Assert.Equal(all, string.Join(' ', pages));
        Assert.Equal(7, all.Split(':').Length - 1);

        // And backwards from the end.
        var (back, before) = (new List<string>(), (string?)null);
        for (var i = 0; i < 10; i++)
        {
            var page = await ListAsync(new { order, last = first, before });
            back.Insert(0, Names(page));
            var info = page.GetProperty("pageInfo");
            Assert.Equal(before is not null, info.GetProperty("hasNextPage").GetBoolean());
            before = info.GetProperty("startCursor").GetString();
            if (!info.GetProperty("hasPreviousPage").GetBoolean()) break;
        }
        Assert.Equal(all, string.Join(' ', back));
    }

    [Fact]
    [Trait("Line", "N8")]
    public async Task A_page_lies_between_two_cursors()
    {
        var all = await ListAsync(new { first = 50 });
        async Task<string?> CursorAsync(int count) => (await ListAsync(new { first = count })).GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var (after, before) = (await CursorAsync(2), await CursorAsync(5));
        Assert.Equal("Draft:DOCUMENT Same:PLUGIN", Names(await ListAsync(new { first = 10, after, before })));
        Assert.Equal("Same:PLUGIN", Names(await ListAsync(new { last = 1, after, before })));
        Assert.Equal(7, all.GetProperty("totalCount").GetInt32());
    }

    [Theory]
    [Trait("Line", "N8")]
    [InlineData("""{ "search": "git" }""", "Same:APP zulu:PLUGIN")]
    [InlineData("""{ "search": "SAME words" }""", "Same doc:DOCUMENT")]
    [InlineData("""{ "kind": "PLUGIN" }""", "Alpha:PLUGIN Same:PLUGIN zulu:PLUGIN")]
    [InlineData("""{ "kind": "FIRST_PARTY", "search": "alpha" }""", "")]
    [InlineData("""{ "feature": "CHAT" }""", "Alpha:PLUGIN Beta:APP Draft:DOCUMENT")]
    [InlineData("""{ "where": { "popularity": { "gte": 50 } } }""", "Alpha:PLUGIN zulu:PLUGIN")]
    [InlineData("""{ "where": { "author": { "eq": "D" } } }""", "Draft:DOCUMENT Same doc:DOCUMENT")]
    [InlineData("""{ "where": { "status": { "eq": "INSTALLED" } } }""", "")]
    [InlineData("""{ "order": [{ "popularity": "DESC" }] }""", "zulu:PLUGIN Alpha:PLUGIN Same doc:DOCUMENT Same:PLUGIN")]
    public async Task The_list_is_narrowed_and_ordered(string variables, string names)
    {
        var found = Names(await ListAsync(JsonDocument.Parse(variables).RootElement));

        Assert.StartsWith(names, found, StringComparison.Ordinal);
        if (!variables.Contains("order", StringComparison.Ordinal)) Assert.Equal(names, found);
    }

    [Fact]
    [Trait("Line", "N8")]
    public async Task The_status_is_that_of_the_callers_organization()
    {
        await DoAsync("installApp", new { slug = "beta" });
        await DoAsync("installApp", new { slug = "same" });

        Assert.Equal("Beta:INSTALLED Same:PENDING", string.Join(' ', (await ListAsync(new { kind = "APP" })).GetProperty("nodes").EnumerateArray().Select(n => $"{Text(n, "name")}:{Text(n, "status")}")));
        Assert.Equal("Beta:APP", Names(await ListAsync(new { where = new { status = new { eq = "INSTALLED" } } })));
        Host.Caller = Other();
        Assert.Equal("Beta:NOT_INSTALLED", string.Join(' ', (await ListAsync(new { kind = "APP" })).GetProperty("nodes").EnumerateArray().Select(n => $"{Text(n, "name")}:{Text(n, "status")}")));
    }

    [Fact]
    public async Task Others_see_neither_drafts_nor_unpublished_apps()
    {
        Host.Caller = Other();
        Assert.Equal("Alpha:PLUGIN Beta:APP Same:PLUGIN Same doc:DOCUMENT zulu:PLUGIN", Names(await ListAsync(new { })));
        Host.Caller = Other("options:read");
        Assert.Equal("Beta:APP Same doc:DOCUMENT", Names(await ListAsync(new { })));
    }

    [Theory]
    [InlineData("""{ "after": "nonsense" }""")]
    [InlineData("""{ "after": "e30" }""")]
    [InlineData("""{ "search": "a\u0000b" }""")]
    [InlineData("""{ "search": "a b c d e f g h i j k l m n o p q r s t u" }""")]
    [InlineData("""{ "order": [{ "name": "ASC" }, { "popularity": "ASC" }] }""")]
    [InlineData("""{ "order": [{ "name": "ASC", "popularity": "ASC" }] }""")]
    public async Task Bad_input_is_refused(string variables) =>
        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("directory", JsonDocument.Parse(variables).RootElement)));

    [Fact]
    public async Task A_cursor_belongs_to_its_order()
    {
        var after = (await ListAsync(new { first = 1 })).GetProperty("pageInfo").GetProperty("endCursor").GetString();

        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("directory", new { after, order = new[] { new { popularity = "DESC" } } })));
    }

    [Fact]
    [Trait("Line", "N8")]
    public async Task Documented_integrations_are_the_staffs_to_write()
    {
        Assert.Equal("DocIntegrationSlugTakenError", Type(await RefusedAsync("createDocIntegration", new { name = "draft", author = "D", description = "d", url = "https://example.com" })));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("createDocIntegration", new { name = "New", author = "D", description = "d", url = "javascript:alert(1)" })));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("createDocIntegration", new { name = "New", description = "d", url = "https://example.com" })));
        var doc = (await DoAsync("updateDocIntegration", new { slug = "draft", isDraft = false, resources = new[] { new { title = "Docs", url = "https://example.com/docs" } } })).GetProperty("docIntegration");
        Assert.Equal("""False ["CHAT"] [{"title":"Docs","url":"https://example.com/docs"}]""", $"{doc.GetProperty("isDraft").GetBoolean()} {doc.GetProperty("features")} {doc.GetProperty("resources")}");
        Assert.Equal("DocIntegrationNotFoundError", Type(await RefusedAsync("updateDocIntegration", new { slug = "nope" })));
        Host.Caller = Other();
        Assert.Equal("ForbiddenError", Type(await RefusedAsync("updateDocIntegration", new { slug = "draft", name = "Mine" })));
        Assert.Equal("Draft Same doc", string.Join(' ', (await Host.RunAsync("docIntegrations")).GetProperty("data").GetProperty("docIntegrations").GetProperty("nodes").EnumerateArray().Select(n => Text(n, "name"))));
    }

    private async Task<JsonElement> ListAsync(object variables)
    {
        var answer = await Host.RunAsync("directory", variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty("directory");
    }

    private static string Names(JsonElement page) => string.Join(' ', page.GetProperty("nodes").EnumerateArray().Select(n => $"{Text(n, "name")}:{Text(n, "kind")}"));
}
