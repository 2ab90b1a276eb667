using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.ResourceQueries;

public sealed class StatQueryTests : IAsyncLifetime
{
    private PluginDb _db = null!;

    public static TheoryData<string, string> Plugins => new()
    {
        { """{"distinct":"provider"}""", """[{"provider":"aws"},{"provider":"azure"},{"provider":"gcp"},{"provider":"on-prem"},{"provider":"vmware"}]""" },
        { """{"distinct":"labels","filter":[{"k":"provider","v":"aws","o":"eq"}]}""", """[{"labels":"beta"},{"labels":"core"},{"labels":"stable"}]""" },
        { """{"aggregate":[{"group":{"keys":[{"key":"resource_type","name":"type"}],"fields":[{"name":"n","operator":"count"}]}},{"sort":[{"key":"n","desc":true},{"key":"type"}]},{"limit":2}]}""",
          """[{"type":"bucket","n":20},{"type":"database","n":20}]""" },
        { """{"aggregate":[{"group":{"keys":[{"key":"state","name":"s"}],"fields":[{"name":"n","operator":"count"},{"name":"aws","operator":"count","conditions":[{"key":"provider","operator":"eq","value":"aws"}]}]}},{"sort":[{"key":"s"}]}]}""",
          """[{"s":"ACTIVE","n":30,"aws":6},{"s":"ARCHIVED","n":30,"aws":6},{"s":"DEPRECATED","n":30,"aws":6},{"s":"DRAFT","n":30,"aws":6}]""" },
        { """{"aggregate":[{"group":{"fields":[{"name":"first","key":"name","operator":"min"},{"name":"last","key":"created_at","operator":"max"}]}}]}""",
          """[{"first":"Plugin 00001","last":"2025-01-01T02:00:00.000Z"}]""" },
        { """{"aggregate":[{"unwind":{"path":"labels"}},{"group":{"keys":[{"key":"labels","name":"label"}],"fields":[{"name":"n","operator":"count"}]}},{"sort":[{"key":"label"}]}]}""",
          """[{"label":"beta","n":40},{"label":"core","n":40},{"label":"stable","n":40}]""" },
        { """{"aggregate":[{"group":{"keys":[{"key":"created_at","name":"day","date_format":"day"},{"key":"created_at","name":"hour","date_format":"%H h"}],"fields":[{"name":"n","operator":"count"}]}},{"sort":[{"key":"hour"}]}]}""",
          """[{"day":"2025-01-01","hour":"00 h","n":59},{"day":"2025-01-01","hour":"01 h","n":60},{"day":"2025-01-01","hour":"02 h","n":1}]""" },
        { """{"aggregate":[{"sort":[{"key":"name","desc":true}]},{"group":{"keys":[{"key":"provider","name":"p"}],"fields":[{"key":"name","name":"newest","operator":"first"},{"key":"name","name":"oldest","operator":"last"}]}},{"match":[{"k":"p","v":"aws","o":"eq"}]}]}""",
          """[{"p":"aws","newest":"Plugin 00120","oldest":"Plugin 00005"}]""" },
        { """{"filter":[{"k":"name","v":"Plugin 00006","o":"lte"}],"aggregate":[{"group":{"keys":[{"key":"provider","name":"p"}],"fields":[{"key":"name","name":"names","operator":"push"},{"key":"state","name":"states","operator":"add_to_set"},{"name":"pairs","operator":"push","fields":[{"key":"name","name":"k"},{"key":"created_at","name":"v"}]}]}},{"sort":[{"key":"p"}]},{"skip":4}]}""",
          """[{"p":"vmware","names":["Plugin 00003"],"states":["ACTIVE"],"pairs":[{"k":"Plugin 00003","v":"2025-01-01T00:03:00Z"}]}]""" },
        { """{"filter":[{"k":"name","v":"Plugin 00003","o":"eq"}],"aggregate":[{"group":{"keys":[{"key":"provider","name":"p"}],"fields":[{"name":"pairs","operator":"push","fields":[{"key":"provider","name":"k"},{"key":"name","name":"v"}]}]}},{"project":{"exclude_keys":true,"fields":[{"key":"pairs","name":"size","operator":"size"},{"key":"pairs","name":"map","operator":"array_to_object"}]}}]}""",
          """[{"size":1,"map":{"vmware":"Plugin 00003"}}]""" },
        { """{"aggregate":[{"group":{"keys":[{"key":"provider","name":"p"},{"key":"state","name":"s"}]}},{"group":{"keys":[{"key":"p","name":"p"}],"fields":[{"name":"states","operator":"count"}]}},{"sort":[{"key":"p"}]},{"limit":1}]}""",
          """[{"p":"aws","states":4}]""" },
        { """{"aggregate":[{"group":{"keys":[{"key":"provider","name":"p"}],"fields":[{"name":"n","operator":"count"}]}},{"add_fields":{"fields":[{"name":"double","operator":"multiply","fields":["n",2]},{"name":"n","operator":"add","fields":["n",1]}]}},{"sort":[{"key":"p"}]},{"limit":1}]}""",
          """[{"p":"aws","double":48,"n":25}]""" },
        { """{"aggregate":[{"group":{"keys":[{"key":"provider","name":"p"}]}},{"count":{"name":"providers"}}]}""", """[{"providers":5}]""" },
        { """{"filter":[{"k":"name","v":"nobody","o":"eq"}],"aggregate":[{"group":{"keys":[{"key":"provider","name":"p"}]}}]}""", "[]" },
    };

    public static TheoryData<string, string> Versions => new()
    {
        { """{"filter":[{"k":"plugin_id","v":["plg-00001","plg-00002"],"o":"in"}],"aggregate":[{"group":{"keys":[{"key":"plugin_id","name":"p"}],"fields":[{"key":"size","name":"sum","operator":"sum"},{"key":"size","name":"avg","operator":"average"},{"key":"size","name":"max","operator":"max"},{"key":"size","name":"big","operator":"sum","conditions":[{"key":"version","operator":"gt","value":"3"}]}]}},{"sort":[{"key":"p"}]}]}""",
          """[{"p":"plg-00001","sum":4000410,"avg":1000102.5,"max":1000104,"big":2000207},{"p":"plg-00002","sum":4000810,"avg":1000202.5,"max":1000204,"big":2000407}]""" },
        { """{"filter":[{"k":"plugin_id","v":"plg-00001","o":"eq"}],"aggregate":[{"group":{"fields":[{"key":"size","name":"sum","operator":"sum"},{"name":"n","operator":"count"}]}},{"project":{"fields":[{"name":"avg","operator":"divide","fields":["sum","n"]},{"name":"x","operator":"add","fields":["n",1,{"operator":"multiply","fields":["n",0.5]}]},{"name":"y","operator":"subtract","fields":["n",1]},{"name":"z","operator":"divide","fields":["n",0]}]}}]}""",
          """[{"avg":1000102.5,"x":7,"y":3,"z":null}]""" },
        { """{"filter":[{"k":"plugin_id","v":"plg-00001","o":"eq"}],"aggregate":[{"match":[{"k":"size","v":1000102,"o":"gt"}]},{"project":{"fields":[{"key":"version","name":"v"}]}},{"sort":[{"key":"v","desc":true}]}]}""",
          """[{"v":"4.1.0"},{"v":"3.1.0"}]""" },
    };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "{}", "REQUIRED_PARAMETER", "A stat query needs aggregate or distinct." },
        { """{"aggregate":[{}]}""", "REQUIRED_PARAMETER", "A stage has exactly one of unwind, lookup, group, sort, project, add_fields, count, limit, skip and match." },
        { """{"aggregate":[{"limit":1,"skip":1}]}""", "REQUIRED_PARAMETER", "A stage has exactly one of unwind, lookup, group, sort, project, add_fields, count, limit, skip and match." },
        { """{"aggregate":[{"group":{}}]}""", "REQUIRED_PARAMETER", "group needs keys or fields." },
        { """{"aggregate":[{"group":{"keys":[{"key":"provider"}]}}]}""", "REQUIRED_PARAMETER", "group.keys needs name." },
        { """{"aggregate":[{"group":{"fields":[{"name":"n","operator":"median"}]}}]}""", "OPERATOR_INVALID", "There is no aggregation median. There are: count, sum, average, max, min, first, last, push, add_to_set, merge_objects." },
        { """{"aggregate":[{"group":{"fields":[{"key":"name","name":"n","operator":"max","conditions":[{"key":"name","operator":"eq","value":"x"}]}]}}]}""", "OPERATOR_INVALID", "Conditions are for count, sum and average, not for max." },
        { """{"aggregate":[{"group":{"fields":[{"key":"name","name":"n","operator":"sum"}]}}]}""", "STAT_QUERY_INVALID", "name is no number." },
        { """{"aggregate":[{"group":{"fields":[{"name":"n","operator":"count"}]}},{"sort":[{"key":"m"}]}]}""", "KEY_UNKNOWN", "There is no column m here. There are: n." },
        { """{"aggregate":[{"group":{"fields":[{"name":"n","operator":"count"}]}},{"project":{"fields":[{"name":"d","operator":"divide","fields":["n","n","n"]}]}}]}""", "VALUE_INVALID", "divide needs exactly two operands; it has 3." },
        { """{"aggregate":[{"group":{"keys":[{"key":"name","name":"n","date_format":"year"}]}}]}""", "OPERATOR_INVALID", "name is no time that could be formatted." },
        { """{"aggregate":[{"group":{"keys":[{"key":"created_at","name":"n","date_format":"%Q"}]}}]}""", "VALUE_INVALID", "The date format %Q is not known; use year, month, day or %Y %y %m %d %H %M %S." },
        { """{"aggregate":[{"sort":[{"key":"name"}]}]}""", "STAT_QUERY_INVALID", "An aggregation has a group, count or project." },
        { """{"aggregate":[{"group":{"keys":[{"key":"labels","name":"l"}]}}]}""", "STAT_QUERY_INVALID", "labels is a list; unwind it before it is grouped by." },
        { """{"aggregate":[{"add_fields":{"fields":[{"key":"name","name":"n"}]}}]}""", "STAT_QUERY_INVALID", "add_fields stands after a group, count or project." },
        { """{"aggregate":[{"count":{"name":"n"}},{"add_fields":{}}]}""", "REQUIRED_PARAMETER", "add_fields needs fields." },
        { """{"aggregate":[{"limit":-1}]}""", "LIMIT_EXCEEDED", "limit is from 0 to 10000; it is -1." },
    };

    public async Task InitializeAsync() => _db = await Resources.OpenAsync();

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Theory]
    [MemberData(nameof(Plugins))]
    public async Task Plugins_are_aggregated_alike_on_the_database_and_in_memory(string query, string rows)
    {
        var source = _db.Plugins.Where(p => p.Id.CompareTo("plg-00120") <= 0);
        await AggregatesAsync(source, Resources.Plugins, query, rows);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Numbers_are_aggregated_alike(string query, string rows) =>
        await AggregatesAsync(_db.PluginVersions.Where(v => v.Id < 20_000).Include(v => v.Plugin), Resources.Versions, query, rows);

    [Fact]
    public async Task Documents_are_merged_the_later_over_the_earlier()
    {
        const string query = """{"filter":[{"k":"body","v":true,"o":"exists"}],"aggregate":[{"group":{"fields":[{"key":"body","name":"all","operator":"merge_objects"},{"name":"n","operator":"count"}]}}]}""";
        var merged = await _db.Notes.ToStatsAsync(Resources.Notes, Resources.Parse<StatQuery>(query));
        var keys = ((IReadOnlyDictionary<string, object?>)merged.Results[0]["all"]!).Keys;
        var bodies = await _db.Notes.Where(n => n.Body != null).OrderBy(n => n.Id).Select(n => n.Body).ToListAsync();
        var expected = bodies.Where(b => b!.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object).SelectMany(b => b!.RootElement.EnumerateObject()).Select(p => p.Name).Distinct();
        Assert.Equal(expected.Order(), keys.Order());
        Assert.Contains("a", keys);
    }

    [Fact]
    public async Task A_page_knows_how_many_groups_there_are()
    {
        var query = Resources.Parse<StatQuery>(
            """{"aggregate":[{"group":{"keys":[{"key":"resource_type","name":"t"}]}},{"sort":[{"key":"t"}]}],"page":{"start":2,"limit":2}}""");
        var found = await _db.Plugins.ToStatsAsync(Resources.Plugins, query);
        Assert.Equal("""[{"t":"database"},{"t":"function"}]""", Resources.Write(found.Results));
        Assert.Equal(6, found.TotalCount);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_named(string query, string code, string message)
    {
        var error = await Assert.ThrowsAsync<ResourceQueryException>(() => _db.Plugins.ToStatsAsync(Resources.Plugins, Resources.Parse<StatQuery>(query)));
        Assert.Equal(message, error.Message);
        Assert.Equal(code, error.Code);
    }

    private static async Task AggregatesAsync<T>(IQueryable<T> source, ResourceFields<T> fields, string query, string rows)
    {
        var parsed = Resources.Parse<StatQuery>(query);
        Assert.Equal(rows, Resources.Write((await source.ToStatsAsync(fields, parsed)).Results));
        Assert.Equal(rows, Resources.Write((await (await source.ToListAsync()).AsQueryable().ToStatsAsync(fields, parsed)).Results));
    }
}
