using System.Text.Json;
using GraphQLPlugins.Engine.Data.EntityFramework.Documents;
using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Tests.EntityFramework;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GraphQLPlugins.Engine.Data.Tests.ResourceQueries;

/// <summary>No SQL Server runs here: the statements are caught before they are sent. The host's tests parse the texts that are kept.</summary>
public sealed class SqlServerResourceTests
{
    public static TheoryData<string, string> Queries => new()
    {
        { "texts", """{"filter":[{"k":"body.a.b","v":"x","o":"eq"},{"k":"body.a.b","v":"x","o":"contain"}]}""" },
        { "numbers", """{"filter":[{"k":"body.k","v":1.5,"o":"gte"}]}""" },
        { "lists", """{"filter":[{"k":"body.k","v":[1,"x",null],"o":"in"}]}""" },
        { "nothing", """{"filter":[{"k":"body.k","v":null,"o":"not"},{"k":"body.a","v":true,"o":"exists"}]}""" },
        { "times", """{"filter":[{"k":"body.at","v":"2026-01-01T00:00:00Z","o":"datetime_lt"}]}""" },
        { "objects", """{"filter":[{"k":"body","v":{"a":{"b":["x",1,true,null]}},"o":"match"}]}""" },
        { "order", """{"sort":[{"key":"body.k","desc":true}],"only":["id","body.k"]}""" },
        { "elements", """{"only":["id","body.list","body.list.name"],"unwind":{"path":"body.list","filter":[{"k":"body.list","v":"x","o":"not"}]}}""" },
    };

    public static TheoryData<string, string> Stats => new()
    {
        { "elements_counted", """{"aggregate":[{"unwind":{"path":"body.list"}},{"group":{"keys":[{"key":"body.list","name":"e"}],"fields":[{"name":"n","operator":"count"}]}},{"sort":[{"key":"e"}]}]}""" },
        { "numbers_summed", """{"aggregate":[{"group":{"keys":[{"key":"state","name":"s"}],"fields":[{"name":"sum","key":"body.k","operator":"sum"},{"name":"avg","key":"body.k","operator":"average"},{"name":"max","key":"body.k","operator":"max"},{"name":"first","key":"body.k","operator":"first"}]}}]}""" },
        { "values_distinct", """{"distinct":"body.k"}""" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_into_documents_sends_these_statements(string what, string query) =>
        Snapshot.Match(await TextAsync(db => db.Notes.ToResourceRowsAsync(Resources.Notes, Resources.Parse<ResourceQuery>(query), count: false)), what);

    [Theory]
    [MemberData(nameof(Stats))]
    public async Task An_aggregation_of_documents_sends_these_statements(string what, string query) =>
        Snapshot.Match(await TextAsync(db => db.Notes.ToStatsAsync(Resources.Notes, Resources.Parse<StatQuery>(query))), what);

    public static TheoryData<string> Texts =>
    [
        "'", "''; DROP TABLE notes; --", "\"", "]", "[", "$", "\\", "\\\"", "a b", "%", "_", "é", "\ud83d\ude00", "\u202e", "@p0", "{0}", "\r\n", new string('k', 255),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Keys_and_values_are_parameters_whatever_they_say(string text)
    {
        var log = new SuppressedStatements();
        await using var db = Open(log, null);
        await db.Notes.ToResourcesAsync(Resources.Notes, Of("plain", "value"), count: false);
        await db.Notes.ToResourcesAsync(Resources.Notes, Of(text, text), count: false);

        Assert.Equal(log.Texts[0], log.Texts[1]);
        // The key, the value, and the value for the elements of an array.
        Assert.Equal(3, log.Values.Count(text.Equals));
    }

    [Theory]
    [InlineData("body.a\0b")]
    [InlineData("body..a")]
    [InlineData("body.")]
    [InlineData("body.a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q")]
    public async Task A_path_that_is_none_is_no_field(string key)
    {
        await using var db = Open(new SuppressedStatements(), null);
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => db.Notes.ToResourcesAsync(Resources.Notes, new ResourceQuery([Condition(key, "x")])));
        Assert.Equal(ResourceQueryException.UnknownKey, error.Code);
    }

    [Fact]
    public async Task A_shape_is_compiled_once()
    {
        var compilations = 0;
        await using var db = new PluginDb((DbContextOptions<PluginDb>)new DbContextOptionsBuilder<PluginDb>().UseSqlServer("Server=nowhere")
            .AddInterceptors(new SuppressedStatements(), new SuppressedConnections()).UseDocumentQueries()
            .LogTo((id, _) => id == CoreEventId.QueryCompilationStarting, _ => compilations++).Options);

        // One of its own, which no other test has compiled.
        var sort = new ResourceSort[] { new("body.once") };
        for (var i = 0; i < 5; i++) await db.Notes.ToResourcesAsync(Resources.Notes, Of("key" + i, "value" + i) with { Sort = sort }, count: false);

        Assert.Equal(1, compilations);
    }

    [Fact]
    public async Task Regular_expressions_are_those_of_the_configured_level()
    {
        const string query = """{"filter":[{"k":"body.t","v":"^x","o":"regex"}],"only":["id"]}""";
        Snapshot.Match(await TextAsync(db => db.Notes.ToResourceRowsAsync(Resources.Notes, Resources.Parse<ResourceQuery>(query), count: false), 170), "regex");
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => TextAsync(db => db.Notes.ToResourceRowsAsync(Resources.Notes, Resources.Parse<ResourceQuery>(query)), 160));
        Assert.Equal((ResourceQueryException.NotSupported, "The database of this field has no regular expressions."), (error.Code, error.Message));
    }

    [Fact]
    public async Task A_context_that_knows_no_documents_says_so()
    {
        await using var db = new PluginDb(new DbContextOptionsBuilder<PluginDb>().UseSqlServer("Server=nowhere").Options);
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => db.Notes.ToResourcesAsync(Resources.Notes, Of("a", "b")));
        Assert.Equal((ResourceQueryException.NotSupported, "The database of this field has no filters on JSON documents."), (error.Code, error.Message));
    }

    private static ResourceQuery Of(string key, string value) => new([Condition("body." + key, value)]);

    private static ResourceCondition Condition(string key, string value) => new(K: key, V: JsonSerializer.SerializeToElement(value), O: "eq");

    private static async Task<string> TextAsync(Func<PluginDb, Task> ask, int? level = null)
    {
        var log = new SuppressedStatements();
        await using var db = Open(log, level);
        await ask(db);
        return Assert.Single(log.Texts);
    }

    private static PluginDb Open(SuppressedStatements log, int? level) => new((DbContextOptions<PluginDb>)new DbContextOptionsBuilder<PluginDb>()
        .UseSqlServer("Server=nowhere", o => { if (level is { } given) o.UseCompatibilityLevel(given); })
        .AddInterceptors(log, new SuppressedConnections()).UseDocumentQueries().Options);
}
