using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Filtering;

/// <summary>The database and memory find the same rows.</summary>
public sealed class FilterSemanticsTests
{
    public static TheoryData<string, int> Plugins => new()
    {
        { "{}", 120 },
        { "{name:{eq:\"Plugin 00007\"}}", 1 },
        { "{name:{neq:\"Plugin 00007\"}}", 119 },
        { "{image:{eq:null}}", 12 },
        { "{image:{neq:null}}", 108 },
        { "{image:{neq:\"registry.local/plugins/1:latest\"}}", 119 },
        { "{name:{contains:\"0001\"}}", 11 },
        { "{name:{ncontains:\"0001\"}}", 109 },
        { "{image:{contains:\"plugins/1\"}}", 28 },
        { "{image:{ncontains:\"plugins/1\"}}", 92 },
        { "{image:{startsWith:\"registry.local/plugins/9\"}}", 10 },
        { "{image:{nstartsWith:\"registry.local/plugins/9\"}}", 110 },
        { "{image:{endsWith:\"5:latest\"}}", 12 },
        { "{image:{nendsWith:\"5:latest\"}}", 108 },
        { "{name:{contains:\"%\"}}", 0 },
        { "{name:{contains:\"_\"}}", 0 },
        { "{name:{contains:\"\\\\\"}}", 0 },
        { "{name:{contains:\"\"}}", 120 },
        { "{provider:{in:[\"aws\",\"gcp\"]}}", 48 },
        { "{provider:{nin:[\"aws\",\"gcp\"]}}", 72 },
        { "{image:{in:[null,\"registry.local/plugins/1:latest\"]}}", 13 },
        { "{provider:{in:[]}}", 0 },
        { "{state:{eq:ACTIVE}}", 30 },
        { "{state:{neq:ACTIVE}}", 90 },
        { "{state:{in:[ACTIVE,DRAFT]}}", 60 },
        { "{state:{nin:[ACTIVE,DRAFT]}}", 60 },
        { "{createdAt:{gt:\"2025-01-01T01:00:00Z\"}}", 60 },
        { "{createdAt:{ngt:\"2025-01-01T01:00:00Z\"}}", 60 },
        { "{createdAt:{gte:\"2025-01-01T02:00:00+01:00\"}}", 61 },
        { "{createdAt:{ngte:\"2025-01-01T01:00:00Z\"}}", 59 },
        { "{createdAt:{lt:\"2025-01-01T01:00:00Z\"}}", 59 },
        { "{createdAt:{nlt:\"2025-01-01T01:00:00Z\"}}", 61 },
        { "{createdAt:{lte:\"2025-01-01T01:00:00Z\"}}", 60 },
        { "{createdAt:{nlte:\"2025-01-01T01:00:00Z\"}}", 60 },
        { "{createdAt:{gt:\"0001-01-01T00:00:00Z\", lt:\"9999-12-31T23:59:59Z\"}}", 120 },
        { "{labels:{some:{eq:\"beta\"}}}", 40 },
        { "{labels:{none:{eq:\"beta\"}}}", 80 },
        { "{labels:{all:{eq:\"beta\"}}}", 80 },
        { "{labels:{some:{neq:\"beta\"}}}", 40 },
        { "{labels:{none:{neq:\"beta\"}}}", 80 },
        { "{labels:{all:{neq:\"beta\"}}}", 80 },
        { "{labels:{some:{neq:\"core\", in:[\"core\",\"stable\"]}}}", 40 },
        { "{labels:{any:true}}", 80 },
        { "{labels:{any:false}}", 40 },
        { "{labels:{some:{contains:\"or\"}}}", 40 },
        { "{versions:{any:true}}", 120 },
        { "{versions:{any:false}}", 0 },
        { "{versions:{some:{size:{gt:1012000}, version:{startsWith:\"4.\"}}}}", 1 },
        { "{versions:{none:{size:{gt:1006000}}}}", 59 },
        { "{versions:{all:{size:{lt:1000500}}}}", 4 },
        { "{versions:{some:{}}}", 120 },
        { "{versions:{some:{plugin:{name:{eq:\"Plugin 00002\"}}}}}", 1 },
        { "{or:[{name:{eq:\"Plugin 00001\"}},{name:{eq:\"Plugin 00002\"}}]}", 2 },
        { "{or:[]}", 120 },
        { "{and:[{state:{eq:ACTIVE}},{provider:{eq:\"aws\"}}]}", 6 },
        { "{state:{eq:ACTIVE}, or:[{provider:{eq:\"aws\"}},{provider:{eq:\"gcp\"}}], name:{or:[{endsWith:\"5\"},{endsWith:\"9\"}]}}", 12 },
        { "{name:{icontains:\"PLUGIN 0001\"}}", 10 },
        { "{name:{icontains:\"%\"}}", 0 },
        { "{image:{nicontains:\"PLUGINS/1\"}}", 92 },
        { "{name:{icontainsAny:[\"00001\",\"PLUGIN 00002\"]}}", 2 },
        { "{name:{icontainsAny:[]}}", 0 },
        { "{image:{icontainsNone:[\"PLUGINS/1\",\"plugins/2\"]}}", 82 },
        { "{name:{iregex:\"PLUGIN 0000[1-3]$\"}}", 3 },
        { "{name:{iregexAny:[\"1$\",\"2$\"]}}", 24 },
        { "{name:{matches:\"Plugin 0000[1-3]\"}}", 3 },
        { "{name:{matches:\"plugin 0000[1-3]\"}}", 0 },
        { "{name:{matches:\"0000[1-3]\"}}", 0 },
    };

    public static TheoryData<string, string> Notes => new()
    {
        { "{stars:{gt:1}}", "2,4,5" },
        { "{stars:{eq:null}}", "3" },
        { "{stars:{neq:2}}", "1,3,4,5" },
        { "{stars:{in:[null,2]}}", "2,3" },
        { "{state:{eq:null}}", "3" },
        { "{state:{in:[ACTIVE,null]}}", "2,3" },
        { "{seenAt:{eq:null}}", "4" },
        { "{seenAt:{relative:{gte:\"now-7d\"}}}", "1,2,5" },
        { "{seenAt:{relative:{gte:\"now-7d\", lt:\"now\"}}}", "1,2" },
        { "{seenAt:{relative:{lt:\"now/d-2w\"}}}", "3" },
        { "{body:{hasKey:\"k\"}}", "1" },
        { "{body:{path:{path:\"a.b\", value:{eq:\"x\"}}}}", "1" },
        { "{body:{path:{path:\"a.b\", value:{icontains:\"y\"}}}}", "2" },
        { "{body:{path:{path:\"a\", value:{eq:\"flat\"}}}}", "3" },
        { "{body:{path:{path:\"k\", value:{eq:\"1\"}}}}", "1" },
        { "{body:{path:{path:\"no.such.path\", value:{eq:null}}}}", "1,2,3,4,5" },
        { "{body:{or:[{hasKey:\"k\"},{path:{path:\"a.b\", value:{eq:\"Y\"}}}]}}", "1,2" },
    };

    [Theory]
    [MemberData(nameof(Plugins))]
    public async Task Plugins_are_found_alike(string where, int count)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddExtendedFiltering());
        var data = await graph.DataAsync("{ somePlugins(where:" + where + ") { id } pluginsInMemory(where:" + where + ") { id } }");
        Assert.Equal(count, data.GetProperty("somePlugins").GetArrayLength());
        Assert.Equal(data.GetProperty("somePlugins").GetRawText(), data.GetProperty("pluginsInMemory").GetRawText());
    }

    [Theory]
    [MemberData(nameof(Notes))]
    public async Task Notes_are_found_alike(string where, string ids)
    {
        await using var graph = await Graph.OnPostgresAsync(g => g.AddExtendedFiltering());
        var data = await graph.DataAsync("{ notes(where:" + where + ") { id } notesInMemory(where:" + where + ") { id } }");
        Assert.Equal(ids, string.Join(',', data.GetProperty("notes").EnumerateArray().Select(n => n.GetProperty("id").GetInt32())));
        Assert.Equal(data.GetProperty("notes").GetRawText(), data.GetProperty("notesInMemory").GetRawText());
    }

    [Fact]
    public async Task A_filter_given_as_variables_is_the_same_filter()
    {
        await using var graph = await Graph.OnPostgresAsync();
        var data = await graph.DataAsync(
            "query($w:PluginFilterInput,$s:PluginState,$absent:String) { a: somePlugins(where:$w) { id } b: somePlugins(where:{state:{eq:$s}, provider:{eq:$absent}}) { id } }",
            """{"w":{"state":{"eq":"ACTIVE"}},"s":"ACTIVE"}""");
        Assert.Equal(30, data.GetProperty("a").GetArrayLength());
        Assert.Equal(data.GetProperty("a").GetRawText(), data.GetProperty("b").GetRawText());
    }
}
