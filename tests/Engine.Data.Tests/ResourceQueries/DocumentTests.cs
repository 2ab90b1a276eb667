using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.ResourceQueries;

/// <summary>Values in documents, on a database and in memory.</summary>
public sealed class DocumentTests : IAsyncLifetime
{
    private PluginDb _db = null!;

    // {"id":1,"body":…} to {"id":9,"body":…}
    private static readonly string[] Bodies =
    [
        """{"n":5,"t":"five","at":"2026-01-02T03:04:05Z","list":["x","y",1],"o":{"k":[{"name":"a","n":1},{"name":"b","n":2.5}]}}""",
        """{"n":10,"t":"Ten","at":"2026-01-02","list":["x"],"o":{"k":[{"name":"a","n":10}]}}""",
        """{"n":"5","t":5,"at":"2026-02-30T00:00:00Z","list":"x","o":{"k":{"name":"a"}}}""",
        """{"n":5.0,"t":null,"at":"soon","list":[],"o":[]}""",
        """{"n":null,"t":true,"at":20260102,"list":[null,{"a":1},["x"]],"o":null}""",
        """[{"n":5},{"n":6}]""",
        "null",
        "\"text\"",
        """{"n":-1e3,"t":"it's \"quoted\" [%_] \\ $ é","at":"2026-01-02T03:04:05+01:00","list":["X","x"],"o":{"k":["a"]}}""",
    ];

    /// <summary>Conditions, and which documents they hold for.</summary>
    public static TheoryData<string, string> Conditions => new()
    {
        { """{"k":"body.n","v":5,"o":"eq"}""", "1,4" },
        { """{"k":"body.n","v":"5","o":"eq"}""", "1,3" },
        { """{"k":"body.n","v":5,"o":"not"}""", "2,3,5,6,7,8,9" },
        { """{"k":"body.n","v":5,"o":"gt"}""", "2" },
        { """{"k":"body.n","v":-1000,"o":"lte"}""", "9" },
        { """{"k":"body.n","v":[10,"5",null],"o":"in"}""", "1,2,3,5,6,7,8" },
        { """{"k":"body.n","v":[10,5],"o":"not_in"}""", "3,5,6,7,8,9" },
        { """{"k":"body.n","v":null,"o":"eq"}""", "5,6,7,8" },
        { """{"k":"body.n","v":null,"o":"not"}""", "1,2,3,4,9" },
        { """{"k":"body.n","v":false,"o":"exists"}""", "5,6,7,8" },
        { """{"k":"body.0.n","v":5,"o":"eq"}""", "6" },
        { """{"k":"body.t","v":"TEN","o":"contain"}""", "2" },
        { """{"k":"body.t","v":"TEN","o":"not_contain"}""", "1,3,4,5,6,7,8,9" },
        { """{"k":"body.t","v":["\" [%_] \\","five"],"o":"contain_in"}""", "1,9" },
        { """{"k":"body.t","v":["TEN","five"],"o":"not_contain_in"}""", "3,4,5,6,7,8,9" },
        { """{"k":"body.t","v":true,"o":"eq"}""", "5" },
        { """{"k":"body.t","v":"^T","o":"regex"}""", "2,5" },
        { """{"k":"body.t","v":["^five$","é$"],"o":"regex_in"}""", "1,9" },
        { """{"k":"body.list","v":"x","o":"eq"}""", "1,2,3,9" },
        { """{"k":"body.list","v":"x","o":"not"}""", "4,5,6,7,8" },
        { """{"k":"body.list","v":[1,"X"],"o":"in"}""", "1,9" },
        { """{"k":"body.list","v":1,"o":"gte"}""", "1" },
        { """{"k":"body.list","v":"^X$","o":"regex"}""", "1,2,3,9" },
        { """{"k":"body.list","v":true,"o":"exists"}""", "1,2,3,4,5,9" },
        { """{"k":"body.list.0","v":"x","o":"eq"}""", "1,2" },
        { """{"k":"body.at","v":"2026-01-02T00:00:00Z","o":"datetime_gt"}""", "1,9" },
        { """{"k":"body.at","v":"2026-01-02T00:00:00Z","o":"datetime_gte"}""", "1,2,9" },
        { """{"k":"body.at","v":"2026-01-02T03:00:00Z","o":"datetime_lt"}""", "2,9" },
        { """{"k":"body.at","v":"2026-01-02T03:04:05Z","o":"datetime_lte"}""", "1,2,9" },
        { """{"k":"body.at","v":"now","o":"timediff_gt"}""", "" },
        { """{"k":"body","v":{"n":5},"o":"match"}""", "1,4,6" },
        { """{"k":"body","v":{"o":{"k":[{"name":"a"}]}},"o":"match"}""", "1,2" },
        { """{"k":"body.o","v":{"k":[{"name":"b"}]},"o":"match"}""", "1" },
        { """{"k":"body.o.k","v":{"name":"b"},"o":"match"}""", "1" },
        { """{"k":"body.o","v":{},"o":"match"}""", "1,2,3,9" },
    };

    /// <summary>Rows of elements.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        { """{"only":["id","body.list"],"unwind":{"path":"body.list"}}""",
          """[{"id":1,"body.list":"x"},{"id":1,"body.list":"y"},{"id":1,"body.list":1},{"id":2,"body.list":"x"},{"id":5,"body.list":["x"]},{"id":5,"body.list":{"a":1}},{"id":5,"body.list":null},{"id":9,"body.list":"X"},{"id":9,"body.list":"x"}]""" },
        { """{"only":["id","body.list"],"unwind":{"path":"body.list","filter":[{"k":"body.list","v":["x",1],"o":"in"}]}}""",
          """[{"id":1,"body.list":"x"},{"id":1,"body.list":1},{"id":2,"body.list":"x"},{"id":5,"body.list":["x"]},{"id":9,"body.list":"x"}]""" },
        { """{"only":["id","body.o.k.name","body.o.k.n"],"unwind":{"path":"body.o.k"},"sort":[{"key":"body.o.k.n","desc":true},{"key":"id"}],"filter":[{"k":"id","v":3,"o":"lt"}]}""",
          """[{"id":2,"body.o.k.name":"a","body.o.k.n":10},{"id":1,"body.o.k.name":"b","body.o.k.n":2.5},{"id":1,"body.o.k.name":"a","body.o.k.n":1}]""" },
        { """{"only":["id","body.n"],"unwind":{"path":"body"}}""", """[{"id":6,"body.n":5},{"id":6,"body.n":6}]""" },
        { """{"only":["id","body.n","body.t"],"filter":[{"k":"id","v":3,"o":"lte"}]}""",
          """[{"id":1,"body.n":5,"body.t":"five"},{"id":2,"body.n":10,"body.t":"Ten"},{"id":3,"body.n":"5","body.t":5}]""" },
    };

    /// <summary>Aggregations.</summary>
    public static TheoryData<string, string> Stats => new()
    {
        { """{"aggregate":[{"unwind":{"path":"body.list"}},{"match":[{"k":"body.list","v":"x","o":"contain"}]},{"group":{"keys":[{"key":"body.list","name":"e"}],"fields":[{"name":"n","operator":"count"}]}},{"sort":[{"key":"n","desc":true},{"key":"e"}]},{"limit":1}]}""",
          """[{"e":"x","n":3}]""" },
        { """{"filter":[{"k":"id","v":2,"o":"lte"}],"aggregate":[{"unwind":{"path":"body.o.k"}},{"group":{"keys":[{"key":"body.o.k.name","name":"name"}],"fields":[{"key":"body.o.k.n","name":"sum","operator":"sum"},{"key":"body.o.k.n","name":"avg","operator":"average"},{"key":"body.o.k.n","name":"max","operator":"max"},{"key":"body.o.k.n","name":"all","operator":"push"},{"key":"body.o.k","name":"last","operator":"last"}]}},{"sort":[{"key":"name"}]}]}""",
          """[{"name":"a","sum":11,"avg":5.5,"max":10,"all":[1,10],"last":{"n":10,"name":"a"}},{"name":"b","sum":2.5,"avg":2.5,"max":2.5,"all":[2.5],"last":{"n":2.5,"name":"b"}}]""" },
        { """{"aggregate":[{"group":{"fields":[{"key":"body.n","name":"sum","operator":"sum"},{"key":"body.n","name":"min","operator":"min"},{"key":"body.t","name":"text","operator":"max"},{"name":"big","operator":"count","conditions":[{"key":"body.n","operator":"gt","value":5}]}]}}]}""",
          """[{"sum":-980,"min":-1000,"text":5,"big":1}]""" },
        { """{"filter":[{"k":"id","v":[1,4],"o":"in"}],"aggregate":[{"group":{"keys":[{"key":"body.n","name":"n"}],"fields":[{"name":"c","operator":"count"}]}},{"match":[{"k":"n","v":5,"o":"eq"}]},{"project":{"fields":[{"key":"c","name":"c"},{"name":"twice","operator":"multiply","fields":["n",2]}],"exclude_keys":true}}]}""",
          """[{"c":2,"twice":10}]""" },
        { """{"filter":[{"k":"id","v":[1,2],"o":"in"}],"aggregate":[{"group":{"keys":[{"key":"body.at","name":"day","date_format":"day"}],"fields":[{"name":"c","operator":"count"}]}}]}""", """[{"day":"2026-01-02","c":2}]""" },
        { """{"filter":[{"k":"id","v":[1,2,3],"o":"in"}],"distinct":"body.n"}""", """[{"body.n":5},{"body.n":10},{"body.n":"5"}]""" },
        { """{"filter":[{"k":"id","v":[1,2,4],"o":"in"}],"aggregate":[{"group":{"fields":[{"key":"body.list","name":"sets","operator":"add_to_set"},{"key":"body.o","name":"merged","operator":"merge_objects"}]}},{"project":{"fields":[{"key":"sets","name":"n","operator":"size"},{"key":"merged","name":"keys","operator":"object_to_array"}]}}]}""",
          """[{"n":3,"keys":[{"k":"k","v":[{"n":10,"name":"a"}]}]}]""" },
    };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { """{"filter":[{"k":"body","v":1,"o":"eq"}]}""", "OPERATOR_INVALID", "body is a document; name a value in it, or use match or exists." },
        { """{"filter":[{"k":"body.","v":1,"o":"eq"}]}""", "KEY_UNKNOWN", "There is no field body.. There are: id, body, seen_at, stars, state." },
        { """{"filter":[{"k":"body.n","v":{},"o":"eq"}]}""", "VALUE_INVALID", "The condition on body.n cannot use the value {}." },
        { """{"filter":[{"k":"body.n","v":1e999,"o":"gt"}]}""", "VALUE_INVALID", "The condition on body.n cannot use the value 1e999." },
        { """{"filter":[{"k":"body.n","v":[[1]],"o":"in"}]}""", "LIST_REFUSED", "The condition on body.n wants a single value, not a list." },
        { """{"filter":[{"k":"body.n","v":"soon","o":"datetime_gt"}]}""", "VALUE_INVALID", "The condition on body.n cannot use the value \"soon\"." },
        { """{"filter":[{"k":"body.n","v":"x","o":"match"}]}""", "VALUE_INVALID", "The condition on body.n cannot use the value \"x\"." },
        { """{"filter":[{"k":"body.n","v":"(","o":"regex"}]}""", "REGEX_INVALID", "The regular expression `(` cannot be used: a parenthesis is not closed." },
        { """{"sort":[{"key":"body"}]}""", "OPERATOR_INVALID", "body has no order to sort by." },
        { """{"only":["id"],"unwind":{"path":"body.list","filter":[{"k":"id","v":1,"o":"eq"}]}}""", "KEY_UNKNOWN", "The filter of unwind is about body.list, not about id." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_named(string query, string code, string message)
    {
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => _db.Notes.ToResourceRowsAsync(Resources.Notes, Resources.Parse<ResourceQuery>(query)));
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public async Task Too_much_is_refused_and_as_much_as_may_be_is_not()
    {
        var condition = new ResourceCondition(K: "body.n", V: System.Text.Json.JsonSerializer.SerializeToElement(1), O: "not");
        Assert.Equal(9, (await _db.Notes.ToResourcesAsync(Resources.Notes, new ResourceQuery(Filter: [.. Enumerable.Repeat(condition, 100)]))).TotalCount);
        await RefusedAsync(new ResourceQuery(Filter: [.. Enumerable.Repeat(condition, 1_000)]), "A query has at most 100 conditions; this one has 1000.");
        var large = System.Text.Json.JsonSerializer.SerializeToElement(Enumerable.Range(0, 50).ToDictionary(i => "k" + i));
        await RefusedAsync(new ResourceQuery(Filter: [new(K: "body", V: large, O: "match")]), "An object to match has at most 50 values; that for body has 51.");
        var deep = "body." + string.Join('.', Enumerable.Repeat("k", 16));
        Assert.Equal(9, (await _db.Notes.ToResourcesAsync(Resources.Notes, new ResourceQuery(Filter: [condition with { K = deep }]))).TotalCount);
    }

    [Theory]
    [InlineData("""[{"unwind":{"path":"body.n"}}]""", "STAT_QUERY_INVALID", "An aggregation has a group, count or project.")]
    [InlineData("""[{"unwind":{"path":"stars"}},{"count":{"name":"n"}}]""", "OPERATOR_INVALID", "stars is no list that could be unwound.")]
    [InlineData("""[{"unwind":{}},{"count":{"name":"n"}}]""", "REQUIRED_PARAMETER", "unwind needs path.")]
    [InlineData("""[{"count":{"name":"n"}},{"unwind":{"path":"body.list"}}]""", "STAT_QUERY_INVALID", "unwind stands before the first group.")]
    [InlineData("""[{"group":{"fields":[{"key":"body.n","name":"all","operator":"push"}]}},{"sort":[{"key":"all"}]}]""", "STAT_QUERY_INVALID", "all is a list and has no order to sort by.")]
    public async Task Stages_that_do_not_fit_are_named(string stages, string code, string message)
    {
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => _db.Notes.ToStatsAsync(Resources.Notes, Resources.Parse<StatQuery>("{\"aggregate\":" + stages + "}")));
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    [Fact]
    public async Task A_number_with_too_many_digits_is_an_error_of_the_query()
    {
        await _db.Database.ExecuteSqlAsync($"update notes set body = {"{\"n\":1e300}"}::jsonb where id = 1");
        var query = Resources.Parse<StatQuery>("""{"aggregate":[{"group":{"fields":[{"key":"body.n","name":"sum","operator":"sum"}]}}]}""");
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => _db.Notes.ToStatsAsync(Resources.Notes, query));
        Assert.Equal((ResourceQueryException.InvalidValue, "A number of the result has too many digits to be given."), (error.Code, error.Message));
    }

    private async Task RefusedAsync(ResourceQuery query, string message)
    {
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => _db.Notes.ToResourcesAsync(Resources.Notes, query));
        Assert.Equal((ResourceQueryException.LimitExceeded, message), (error.Code, error.Message));
    }

    public async Task InitializeAsync()
    {
        _db = await Resources.OpenAsync();
        await _db.Database.BeginTransactionAsync();
        await _db.Notes.ExecuteDeleteAsync();
        for (var i = 0; i < Bodies.Length; i++) await _db.Database.ExecuteSqlAsync($"insert into notes(id, body) values ({i + 1}, {Bodies[i]}::jsonb)");
    }

    // What was written is rolled back.
    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Theory]
    [MemberData(nameof(Conditions))]
    public async Task A_condition_holds_for_these(string condition, string ids)
    {
        var query = Resources.Parse<ResourceQuery>($$"""{"filter":[{{condition}}]}""");
        Assert.Equal(ids, string.Join(',', (await _db.Notes.ToResourcesAsync(Resources.Notes, query)).Results.Select(n => n.Id)));
        Assert.Equal(ids, string.Join(',', (await (await InMemoryAsync()).ToResourcesAsync(Resources.Notes, query)).Results.Select(n => n.Id)));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Arrays_become_rows(string query, string rows)
    {
        var parsed = Resources.Parse<ResourceQuery>(query);
        var found = await _db.Notes.ToResourceRowsAsync(Resources.Notes, parsed);
        Assert.Equal(Sorted(rows), Sorted(Resources.Write(found.Results)));
        Assert.Equal(Sorted(rows), Sorted(Resources.Write((await (await InMemoryAsync()).ToResourceRowsAsync(Resources.Notes, parsed)).Results)));
        Assert.Equal(found.Results.Count, (await _db.Notes.ToResourceRowsAsync(Resources.Notes, parsed with { CountOnly = true })).TotalCount);
    }

    [Theory]
    [MemberData(nameof(Stats))]
    public async Task Values_in_documents_are_aggregated(string query, string rows)
    {
        var parsed = Resources.Parse<StatQuery>(query);
        Assert.Equal(rows, Resources.Write((await _db.Notes.ToStatsAsync(Resources.Notes, parsed)).Results).Replace("\"name\":\"a\",\"n\":10}", "\"n\":10,\"name\":\"a\"}"));
        // Where null is sorted, memory and the database differ.
        Func<string, string> order = parsed.Distinct is null ? Ordered : Sorted;
        Assert.Equal(order(rows), order(Resources.Write((await (await InMemoryAsync()).ToStatsAsync(Resources.Notes, parsed)).Results)));
    }

    private async Task<IQueryable<Note>> InMemoryAsync() => (await _db.Notes.ToListAsync()).AsQueryable();

    // Elements of one item have no order of their own but that which makes pages whole; a database has its own for texts.
    private static string Sorted(string rows) => rows.Contains("desc") ? rows : string.Join('\n', Ordered(rows).Split('\n').Order(StringComparer.Ordinal));

    // The order of properties in an object is the database's.
    private static string Ordered(string rows) => string.Join('\n', System.Text.Json.JsonDocument.Parse(rows).RootElement.EnumerateArray().Select(Canonical));

    private static string Canonical(System.Text.Json.JsonElement value) => value.ValueKind switch
    {
        System.Text.Json.JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}:{Canonical(p.Value)}")) + "}",
        System.Text.Json.JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        System.Text.Json.JsonValueKind.Number => value.GetDecimal().ToString("G29", System.Globalization.CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };
}
