using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.ResourceQueries;

/// <summary>Aggregations that join another resource.</summary>
public sealed class LookupTests : IAsyncLifetime
{
    private PluginDb _db = null!;

    private const string Lookup = """{"lookup":{"from":"versions","local_field":"plugin_id","foreign_field":"plugin_id","as":"v"}}""";

    public static TheoryData<string, string> Stats => new()
    {
        { "{\"aggregate\":[" + Lookup + """,{"unwind":{"path":"v"}},{"match":[{"k":"v.version","v":"2","o":"gt"}]},{"group":{"keys":[{"key":"provider","name":"p"}],"fields":[{"name":"n","operator":"count"},{"key":"v.size","name":"max","operator":"max"}]}},{"sort":[{"key":"p"}]},{"limit":2}]}""",
          """[{"p":"aws","n":48,"max":1012003},{"p":"azure","n":48,"max":1011703}]""" },
        { "{\"filter\":[{\"k\":\"plugin_id\",\"v\":\"plg-00002\",\"o\":\"eq\"}],\"aggregate\":[" + Lookup + """,{"unwind":{"path":"v"}},{"unwind":{"path":"labels"}},{"project":{"fields":[{"key":"labels","name":"label"},{"key":"v.version","name":"version"}]}},{"sort":[{"key":"version"}]}]}""", "[]" },
        { "{\"filter\":[{\"k\":\"plugin_id\",\"v\":\"plg-00001\",\"o\":\"eq\"}],\"aggregate\":[" + Lookup + """,{"unwind":{"path":"v"}},{"unwind":{"path":"labels"}},{"project":{"fields":[{"key":"labels","name":"label"},{"key":"v.version","name":"version"}]}},{"sort":[{"key":"version","desc":true}]},{"limit":1}]}""",
          """[{"label":"beta","version":"3.1.0"}]""" },
    };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { """[{"lookup":{}}]""", "REQUIRED_PARAMETER", "lookup needs from." },
        { """[{"lookup":{"from":"secrets"}}]""", "KEY_UNKNOWN", "There is no resource secrets to look up. There are: versions." },
        { """[{"lookup":{"from":"versions","local_field":"plugin_id"}}]""", "REQUIRED_PARAMETER", "lookup needs foreignField." },
        { """[{"lookup":{"from":"versions","local_field":"name","foreign_field":"plugin_id","as":"v"}}]""", "STAT_QUERY_INVALID", "versions is looked up by localField plugin_id and foreignField plugin_id." },
        { """[{"lookup":{"from":"versions","local_field":"plugin_id","foreign_field":"plugin_id"}}]""", "REQUIRED_PARAMETER", "lookup needs as." },
        { """[{"lookup":{"from":"versions","local_field":"plugin_id","foreign_field":"plugin_id","as":"name"}}]""", "STAT_QUERY_INVALID", "as names something new with 1 to 64 characters and no dot; it is name." },
        { "[" + Lookup + """,{"match":[{"k":"v.size","v":1,"o":"gt"}]}]""", "STAT_QUERY_INVALID", "v was looked up; unwind it before v.size is named." },
        { "[" + Lookup + """,{"unwind":{"path":"v"}},{"match":[{"k":"v.secret","v":1,"o":"gt"}]}]""", "KEY_UNKNOWN", "There is no field secret. There are: id, plugin_id, version, size, published_at, provider." },
        { """[{"unwind":{"path":"labels"}},""" + Lookup + """,{"unwind":{"path":"v"}}]""", "STAT_QUERY_INVALID", "Unwind v, which was looked up, before any list." },
        { """[{"count":{"name":"n"}},""" + Lookup + "]", "STAT_QUERY_INVALID", "lookup stands before the first group." },
        { "[" + string.Join(',', Enumerable.Range(0, 4).Select(i => Lookup.Replace("\"v\"", $"\"v{i}\""))) + "]", "LIMIT_EXCEEDED", "An aggregation has at most 3 lookups." },
    };

    public async Task InitializeAsync() => _db = await Resources.OpenAsync();

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Theory]
    [MemberData(nameof(Stats))]
    public async Task Only_rows_that_may_be_seen_are_joined_on_the_database_and_in_memory(string query, string rows)
    {
        var parsed = Resources.Parse<StatQuery>(query);
        var source = _db.Plugins.Where(p => p.Id.CompareTo("plg-00120") <= 0);
        // The fourth version of each is hidden.
        var versions = _db.PluginVersions.Where(v => v.Version.CompareTo("4") < 0);
        Assert.Equal(rows, Resources.Write((await source.ToStatsAsync(Resources.Plugins, parsed, Lookups(versions))).Results));
        var inMemory = Lookups((await versions.Where(v => v.PluginId.CompareTo("plg-00120") <= 0).ToListAsync()).AsQueryable());
        Assert.Equal(rows, Resources.Write((await (await source.ToListAsync()).AsQueryable().ToStatsAsync(Resources.Plugins, parsed, inMemory)).Results));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_named(string stages, string code, string message)
    {
        var query = Resources.Parse<StatQuery>("{\"aggregate\":" + stages + "}");
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => _db.Plugins.ToStatsAsync(Resources.Plugins, query, Lookups(_db.PluginVersions)));
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    private static ResourceLookups<Plugin> Lookups(IQueryable<PluginVersion> versions) => new ResourceLookups<Plugin>()
        .Add("versions", Resources.Versions, versions, "plugin_id", "plugin_id", (plugin, version) => version.PluginId == plugin.Id);
}
