using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests.Search;

/// <summary>The key, value, operator language over the demo catalog, asked through the graph.</summary>
public sealed class PluginQueryTests(PluginQueryTests.Demo demo) : IClassFixture<PluginQueryTests.Demo>
{
    private CatalogHost Host => demo.Host;

    // Each condition beside a plain statement that says the same.
    public static TheoryData<string, string> Conditions => new()
    {
        { """{ "k": "plugin_id", "v": "git", "o": "eq" }""", "plugin_id = 'git'" },
        { """{ "key": "plugin_id", "value": "git", "operator": "not" }""", "plugin_id <> 'git'" },
        { """{ "k": "installs", "v": 100000, "o": "gt" }""", "installs > 100000" },
        { """{ "k": "installs", "v": 275604, "o": "gte" }""", "installs >= 275604" },
        { """{ "k": "installs", "v": 10, "o": "lt" }""", "installs < 10" },
        { """{ "k": "installs", "v": 0, "o": "lte" }""", "installs <= 0" },
        { """{ "k": "image", "v": true, "o": "exists" }""", "image is not null" },
        { """{ "k": "image", "v": null, "o": "eq" }""", "image is null" },
        { """{ "k": "name", "v": "GIT", "o": "contain" }""", "name ilike '%git%'" },
        { """{ "k": "name", "v": "GIT", "o": "not_contain" }""", "name not ilike '%git%'" },
        { """{ "k": "provider", "v": ["aws", "azure"], "o": "in" }""", "provider in ('aws', 'azure')" },
        { """{ "k": "provider", "v": ["aws", "azure"], "o": "not_in" }""", "provider is null or provider not in ('aws', 'azure')" },
        { """{ "k": "name", "v": ["GIT", "jira"], "o": "contain_in" }""", "name ilike '%git%' or name ilike '%jira%'" },
        { """{ "k": "name", "v": ["GIT", "jira"], "o": "not_contain_in" }""", "name not ilike '%git%' and name not ilike '%jira%'" },
        { """{ "k": "plugin_id", "v": "^GIT-?c", "o": "regex" }""", "plugin_id ~* '^git-?c'" },
        { """{ "k": "plugin_id", "v": ["^git$", "^jira$"], "o": "regex_in" }""", "plugin_id ~* '^(git|jira)$'" },
        { """{ "k": "labels", "v": "scm", "o": "eq" }""", "'scm' = any(labels)" },
        { """{ "k": "labels", "v": ["scm", "report"], "o": "in" }""", "labels && array['scm', 'report']" },
        { """{ "k": "latest_released_at", "v": "2024-01-01T00:00:00Z", "o": "datetime_lt" }""", "latest_released_at < '2024-01-01T00:00:00Z'" },
        { """{ "k": "latest_released_at", "v": "2024-01-01T00:00:00Z", "o": "datetime_lte" }""", "latest_released_at <= '2024-01-01T00:00:00Z'" },
        { """{ "k": "latest_released_at", "v": "2024-01-01T00:00:00Z", "o": "datetime_gt" }""", "latest_released_at > '2024-01-01T00:00:00Z'" },
        { """{ "k": "latest_released_at", "v": "2024-01-01T00:00:00Z", "o": "datetime_gte" }""", "latest_released_at >= '2024-01-01T00:00:00Z'" },
        { """{ "k": "created_at", "v": "now-1d", "o": "timediff_gt" }""", "created_at > now() - interval '1 day'" },
        { """{ "k": "created_at", "v": "now-1d", "o": "timediff_lt" }""", "created_at < now() - interval '1 day'" },
        { """{ "k": "created_at", "v": "now/w-1d", "o": "timediff_gte" }""", "created_at >= date_trunc('week', now() at time zone 'utc') at time zone 'utc' - interval '1 day'" },
        { """{ "k": "created_at", "v": "now/m", "o": "timediff_lte" }""", "created_at <= date_trunc('month', now() at time zone 'utc') at time zone 'utc'" },
        { """{ "k": "tags", "v": true, "o": "exists" }""", "tags is not null" },
        { """{ "k": "template.options", "v": true, "o": "exists" }""", "template -> 'options' is not null" },
        { """{ "k": "tags.icon", "v": "HTTPS", "o": "contain" }""", "tags ->> 'icon' ilike '%https%'" },
        { """{ "k": "capability.supported_schema", "v": "aws_access_key", "o": "eq" }""", "capability -> 'supported_schema' ? 'aws_access_key'" },
        { """{ "k": "capability.supported_schema", "v": ["KUBERNETES", "google"], "o": "contain_in" }""", "capability ->> 'supported_schema' ~* 'kubernetes|google'" },
        { """{ "k": "capability", "v": { "supported_schema": ["aws_access_key"] }, "o": "match" }""", """capability @> '{"supported_schema":["aws_access_key"]}'""" },
        { """{ "k": "repository_name", "v": "jenkins", "o": "eq" }""", "repository_key in (select id from catalog.repositories where name = 'jenkins')" },
        { """{ "k": "state", "v": "ENABLED", "o": "eq" }""", "state = 'Enabled'" },
    };

    [Theory]
    [Trait("Line", "S40")]
    [Trait("Line", "S41")]
    [Trait("Line", "S43")]
    [Trait("Line", "S44")]
    [MemberData(nameof(Conditions))]
    public async Task A_condition_finds_what_the_statement_finds(string condition, string sql)
    {
        var result = await AskAsync($$"""{ "filter": [{{condition}}], "page": { "limit": 3 }, "only": ["plugin_id"] }""");
        var expected = await SqlAsync($"select plugin_id from catalog.plugins where {sql} order by name, id");

        Assert.Equal(expected.Count, result.GetProperty("totalCount").GetInt32());
        Assert.Equal(expected.Take(3), result.GetProperty("results").EnumerateArray().Select(plugin => plugin.GetProperty("pluginId").GetString()!));
        Assert.Equal(expected.Take(3).Select(id => $$"""{"plugin_id":"{{id}}"}"""), result.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()));
    }

    [Theory]
    [Trait("Line", "S42")]
    [InlineData("""{ "filter": [{ "v": "git", "o": "eq" }] }""", "REQUIRED_PARAMETER", "A condition has no key (k or key).")]
    [InlineData("""{ "filter": [{ "k": "plugin_id", "v": "git" }] }""", "REQUIRED_PARAMETER", "The condition on plugin_id has no operator (o or operator).")]
    [InlineData("""{ "filter": [{ "k": "provider", "v": "aws", "o": "in" }] }""", "LIST_REQUIRED", "The condition on provider wants a list of values.")]
    [InlineData("""{ "filter": [{ "k": "provider", "v": ["aws"], "o": "eq" }] }""", "LIST_REFUSED", "The condition on provider wants a single value, not a list.")]
    [InlineData("""{ "filter": [{ "k": "provider", "v": "(", "o": "regex" }] }""", "REGEX_INVALID", "The regular expression `(` cannot be used: a parenthesis is not closed.")]
    [InlineData("""{ "only": ["plugin_id"], "unwind": { "path": "provider" } }""", "OPERATOR_INVALID", "provider is no list that could be unwound.")]
    [InlineData("""{ "unwind": { "path": "labels" } }""", "REQUIRED_PARAMETER", "unwind needs only.")]
    public async Task What_is_wrong_with_a_query_is_an_error_of_its_own(string input, string code, string message)
    {
        var answer = await Host.QueryAsync("query($input: ResourceQueryInput!) { pluginQuery(input: $input) { rows } }", new { input = Parsed(input) });
        var error = answer.GetProperty("errors")[0];

        Assert.Equal(code, error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(message, error.GetProperty("message").GetString());
    }

    [Fact]
    [Trait("Line", "S46")]
    [Trait("Line", "S47")]
    public async Task Order_and_page_are_applied_after_the_filter()
    {
        var result = await AskAsync("""{ "filter": [{ "k": "labels", "v": "scm", "o": "eq" }], "sort": { "key": "installs", "desc": true }, "page": { "start": 2, "limit": 2 }, "only": ["plugin_id"] }""");

        var expected = await SqlAsync("select plugin_id from catalog.plugins where 'scm' = any(labels) order by installs desc, id offset 1 limit 2");
        Assert.Equal(expected, result.GetProperty("results").EnumerateArray().Select(plugin => plugin.GetProperty("pluginId").GetString()!));
        Assert.Equal(["plugin_id", "installs"], result.GetProperty("rows")[0].EnumerateObject().Select(field => field.Name));
    }

    [Fact]
    [Trait("Line", "S48")]
    public async Task Minimal_rows_have_seven_fields_and_a_count_has_no_rows()
    {
        var minimal = await AskAsync("""{ "minimal": true, "page": { "limit": 1 } }""");
        var count = await AskAsync("""{ "countOnly": true }""");

        Assert.Equal(["plugin_id", "name", "state", "image", "registry_type", "resource_type", "provider"],
            minimal.GetProperty("rows")[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal(365, count.GetProperty("totalCount").GetInt32());
        Assert.Equal(0, count.GetProperty("results").GetArrayLength());
        Assert.Equal(0, count.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    [Trait("Line", "S49")]
    public async Task Unwinding_gives_a_row_for_each_label_that_the_filter_lets_through()
    {
        var result = await AskAsync("""
            { "filter": [{ "k": "plugin_id", "v": "git", "o": "eq" }], "only": ["plugin_id", "labels"],
              "unwind": { "path": "labels", "filter": [{ "k": "labels", "v": "scm", "o": "eq" }] } }
            """);

        Assert.Equal("""[{"plugin_id":"git","labels":"scm"}]""", JsonSerializer.Serialize(result.GetProperty("rows")));
        Assert.Equal(1, result.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    [Trait("Line", "S45")]
    public async Task A_keyword_is_looked_for_in_id_name_provider_labels_and_description()
    {
        var result = await AskAsync("""{ "keyword": "KUBERNETES", "only": ["plugin_id"] }""");
        var expected = await SqlAsync("""
            select plugin_id from catalog.plugins
            where plugin_id ilike '%kubernetes%' or name ilike '%kubernetes%' or provider ilike '%kubernetes%' or description ilike '%kubernetes%'
               or exists (select 1 from unnest(labels) l where l ilike '%kubernetes%')
            order by name, id
            """);

        Assert.NotEmpty(expected);
        Assert.Equal(expected, result.GetProperty("results").EnumerateArray().Select(plugin => plugin.GetProperty("pluginId").GetString()!));
    }

    [Fact]
    public async Task Only_what_is_selected_is_asked_of_the_database()
    {
        const string document = "query($input: ResourceQueryInput!) { pluginQuery(input: $input) { results { pluginId } } }";
        var statements = await Host.StatementsAsync(() => Host.QueryAsync(document, new { input = Parsed("""{ "page": { "limit": 2 } }""") }));

        Assert.Single(statements);
    }

    [Fact]
    public async Task An_unknown_repository_is_an_error_of_its_own()
    {
        var answer = await Host.RunAsync("pluginQuery", new { input = new { }, repositoryId = "repo-000000000000" });

        Assert.Equal("REPOSITORY_NOT_FOUND", answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory]
    [Trait("Line", "S50")]
    [Trait("Line", "S51")]
    [Trait("Line", "S52")]
    [Trait("Line", "S54")]
    [Trait("Line", "S55")]
    [Trait("Line", "S56")]
    [InlineData("""{ "distinct": "repository_name" }""", """["jenkins","managed","mattermost"]""")]
    [InlineData("""{ "distinct": "registry_type" }""", """["DOCKER_HUB"]""")]
    [InlineData("""{ "distinct": "deprecated" }""", """[false,true]""")]
    [InlineData(
        """{ "aggregate": [{ "group": { "keys": [{ "key": "repository_name", "name": "r" }], "fields": [{ "name": "n", "operator": "count" }, { "name": "big", "operator": "count", "conditions": [{ "key": "installs", "operator": "gt", "value": 100000 }] }] } }, { "sort": [{ "key": "r" }] }] }""",
        null)]
    [InlineData(
        """{ "aggregate": [{ "group": { "fields": [{ "key": "installs", "name": "sum", "operator": "sum" }, { "name": "n", "operator": "count" }] } }, { "project": { "fields": [{ "name": "mean", "operator": "divide", "fields": ["sum", "n"] }] } }] }""",
        null)]
    public async Task Aggregations_are_computed_by_the_database(string input, string? rows)
    {
        var stats = (await Host.RunAsync("pluginStats", new { input = Parsed(input) })).GetProperty("data").GetProperty("pluginStats");
        rows ??= input.Contains("\"r\"")
            ? "[" + string.Join(',', await SqlAsync("""
                select json_build_object('r', r.name, 'n', count(*), 'big', count(*) filter (where installs > 100000))::text
                from catalog.plugins p join catalog.repositories r on r.id = p.repository_key group by r.name order by r.name
                """)).Replace(" ", "") + "]"
            : "[{\"mean\":" + (await SqlAsync("select (sum(installs) / count(*)::numeric)::text from catalog.plugins"))[0] + "}]";

        if (rows.Contains("mean"))
            Assert.Equal(decimal.Parse(rows[9..^2]), stats.GetProperty("results")[0].GetProperty("mean").GetDecimal(), 6);
        else
            Assert.Equal(rows, JsonSerializer.Serialize(stats.GetProperty("results")));
    }

    [Fact]
    [Trait("Line", "S54")]
    public async Task Documents_are_gathered_and_merged()
    {
        var input = Parsed("""
            { "filter": [{ "k": "repository_name", "v": "managed", "o": "eq" }],
              "aggregate": [{ "group": { "fields": [{ "key": "tags", "name": "all", "operator": "merge_objects" }, { "key": "tags", "name": "each", "operator": "push" }] } }] }
            """);
        var row = (await Host.RunAsync("pluginStats", new { input })).GetProperty("data").GetProperty("pluginStats").GetProperty("results")[0];

        const string tags = "from catalog.plugins p join catalog.repositories r on r.id = p.repository_key";
        Assert.Equal(await SqlAsync($"select distinct k {tags}, jsonb_object_keys(tags) k where r.name = 'managed' order by 1"), row.GetProperty("all").EnumerateObject().Select(tag => tag.Name).Order(StringComparer.Ordinal));
        Assert.Equal(await SqlAsync($"select count(*) {tags} where r.name = 'managed'"), [row.GetProperty("each").GetArrayLength().ToString()]);
    }

    [Fact]
    [Trait("Line", "S44")]
    [Trait("Line", "S52")]
    public async Task Arrays_in_documents_are_unwound_by_the_database()
    {
        const string key = "capability.supported_schema";
        var stats = (await Host.RunAsync("pluginStats", new { input = Parsed($$"""
            { "aggregate": [{ "unwind": { "path": "{{key}}" } }, { "group": { "keys": [{ "key": "{{key}}", "name": "schema" }], "fields": [{ "name": "plugins", "operator": "count" }] } },
              { "sort": [{ "key": "plugins", "desc": true }, { "key": "schema" }] }] }
            """) })).GetProperty("data").GetProperty("pluginStats");
        var rows = (await AskAsync($$"""{ "only": ["plugin_id", "{{key}}"], "unwind": { "path": "{{key}}", "filter": [{ "k": "{{key}}", "v": "AWS", "o": "contain" }] } }""")).GetProperty("rows");

        const string elements = "catalog.plugins, jsonb_array_elements_text(case when jsonb_typeof(capability -> 'supported_schema') = 'array' then capability -> 'supported_schema' end) e";
        var expected = await SqlAsync($$"""select format('{"schema":"%s","plugins":%s}', e, count(*)) from {{elements}} group by e order by count(*) desc, e""");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, stats.GetProperty("results").EnumerateArray().Select(row => row.GetRawText()));
        Assert.Equal(
            await SqlAsync($$"""select format('{"plugin_id":"%s","{{key}}":"%s"}', plugin_id, e) from {{elements}} where e ilike '%aws%' order by name, id, e"""),
            rows.EnumerateArray().Select(row => row.GetRawText()));
    }

    [Fact]
    [Trait("Line", "S49")]
    [Trait("Line", "S52")]
    public async Task Versions_are_looked_up_and_counted_by_the_database()
    {
        var input = Parsed("""
            { "aggregate": [{ "lookup": { "from": "versions", "localField": "plugin_id", "foreignField": "plugin_id", "as": "v" } }, { "unwind": { "path": "v" } },
              { "group": { "keys": [{ "key": "v.channel", "name": "channel" }], "fields": [{ "name": "n", "operator": "count" }] } }, { "sort": [{ "key": "channel" }] }] }
            """);
        var stats = (await Host.RunAsync("pluginStats", new { input })).GetProperty("data").GetProperty("pluginStats");

        var expected = await SqlAsync("""select format('{"channel":"%s","n":%s}', upper(channel), count(*)) from catalog.versions where state = 'Active' group by channel order by channel""");
        Assert.NotEmpty(expected);
        Assert.Equal(expected, stats.GetProperty("results").EnumerateArray().Select(row => row.GetRawText()));
    }

    [Theory]
    [Trait("Line", "S57")]
    [InlineData("""{ }""", "REQUIRED_PARAMETER", "A stat query needs aggregate or distinct.")]
    [InlineData("""{ "aggregate": [{ "group": {} }] }""", "REQUIRED_PARAMETER", "group needs keys or fields.")]
    [InlineData("""{ "aggregate": [{ "group": { "fields": [{ "name": "n", "operator": "count" }] } }, { "project": { "fields": [{ "name": "d", "operator": "divide", "fields": ["n", "n", "n"] }] } }] }""",
        "VALUE_INVALID", "divide needs exactly two operands; it has 3.")]
    [InlineData("""{ "aggregate": [{ "sort": [{ "key": "name" }] }] }""", "STAT_QUERY_INVALID", "An aggregation has a group, count or project.")]
    public async Task What_is_wrong_with_an_aggregation_is_an_error_of_its_own(string input, string code, string message)
    {
        var error = (await Host.RunAsync("pluginStats", new { input = Parsed(input) })).GetProperty("errors")[0];

        Assert.Equal(code, error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(message, error.GetProperty("message").GetString());
    }

    [Fact]
    [Trait("Line", "S53")]
    [Trait("Line", "S57")]
    public async Task A_page_of_groups_knows_how_many_there_are()
    {
        var input = Parsed("""{ "aggregate": [{ "group": { "keys": [{ "key": "latest_released_at", "name": "year", "dateFormat": "year" }], "fields": [{ "name": "n", "operator": "count" }] } }, { "sort": [{ "key": "year" }] }], "filter": [{ "k": "latest_released_at", "v": true, "o": "exists" }], "page": { "start": 1, "limit": 1 } }""");
        var stats = (await Host.RunAsync("pluginStats", new { input })).GetProperty("data").GetProperty("pluginStats");
        var years = await SqlAsync("select extract(year from latest_released_at at time zone 'utc')::text || ':' || count(*) from catalog.plugins where latest_released_at is not null group by extract(year from latest_released_at at time zone 'utc') order by 1");

        Assert.Equal(years.Count, stats.GetProperty("totalCount").GetInt32());
        var row = Assert.Single(stats.GetProperty("results").EnumerateArray());
        Assert.Equal(years[0], $"{row.GetProperty("year")}:{row.GetProperty("n")}");
    }

    [Fact]
    public async Task Facets_count_what_a_list_would_have_in_one_statement()
    {
        string[] facets = ["REPOSITORY", "LABEL", "STATE", "DEPRECATED", "REGISTRY_TYPE"];
        JsonElement answer = default;
        var statements = await Host.StatementsAsync(async () =>
            answer = await Host.RunAsync("pluginFacets", new { facets, where = new { installs = new { gte = 1000 } }, limit = 3 }));
        var found = answer.GetProperty("data").GetProperty("pluginFacets").EnumerateArray()
            .ToDictionary(f => f.GetProperty("facet").GetString()!, f => f.GetProperty("values").EnumerateArray().Select(v => $"{v.GetProperty("value")}:{v.GetProperty("count")}").ToList());

        Assert.Single(statements);
        Assert.Equal(facets, found.Keys);
        Assert.Equal(await SqlAsync("select r.name || ':' || count(*) from catalog.plugins p join catalog.repositories r on r.id = p.repository_key where installs >= 1000 group by r.name order by count(*) desc, r.name limit 3"), found["REPOSITORY"]);
        Assert.Equal(await SqlAsync("""select l || ':' || count(*) from catalog.plugins, unnest(labels) l where installs >= 1000 group by l order by count(*) desc, l collate "C" limit 3"""), found["LABEL"]);
        Assert.Equal(await SqlAsync("select 'ENABLED:' || count(*) from catalog.plugins where installs >= 1000"), found["STATE"]);
        Assert.Empty(found["REGISTRY_TYPE"]);
    }

    [Theory]
    [InlineData("""{ "name": { "icontains": "GIT" } }""", "name ilike '%git%'")]
    [InlineData("""{ "name": { "nicontains": "GIT" } }""", "name not ilike '%git%'")]
    [InlineData("""{ "name": { "iregex": "^GIT" } }""", "name ~* '^git'")]
    [InlineData("""{ "pluginId": { "matches": "git.*" } }""", "plugin_id ~ '^git.*$'")]
    [InlineData("""{ "labels": { "some": { "icontainsAny": ["SCM", "UI"] } } }""", "exists (select 1 from unnest(labels) l where l ilike any (array['%scm%', '%ui%']))")]
    [InlineData("""{ "createdAt": { "relative": { "gte": "now-1d" } } }""", "true")]
    public async Task Facets_count_what_any_filter_leaves(string where, string sql)
    {
        var answer = (await Host.RunAsync("pluginFacets", new { facets = new[] { "STATE" }, where = Parsed(where) })).GetProperty("data").GetProperty("pluginFacets")[0];

        Assert.Equal(
            await SqlAsync($"select count(*)::text from catalog.plugins where {sql}"),
            answer.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("count").ToString()));
    }

    [Theory]
    [InlineData("""{ "facets": [] }""", "facets: Name one facet or more, each once.")]
    [InlineData("""{ "facets": ["STATE", "STATE"] }""", "facets: Name one facet or more, each once.")]
    [InlineData("""{ "facets": ["STATE"], "limit": 0 }""", "limit: A number from 1 to 100 is expected.")]
    public async Task Facets_without_sense_are_refused(string variables, string message)
    {
        var answer = await Host.RunAsync("pluginFacets", Parsed(variables));

        Assert.Equal(message, answer.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    private async Task<JsonElement> AskAsync(string input)
    {
        var answer = await Host.RunAsync("pluginQuery", new { input = Parsed(input) });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty("pluginQuery");
    }

    private Task<List<string>> SqlAsync(string sql) => Host.Database.ListAsync(sql);

    private static JsonElement Parsed(string json) => JsonDocument.Parse(json).RootElement;

    public sealed class Demo : IAsyncLifetime
    {
        public CatalogHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await CatalogHost.StartWithDemoAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
