using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Tests.Sample;

namespace GraphQLPlugins.Engine.Data.Tests.Running;

/// <summary>The counters are of the whole process, so these tests run alone.</summary>
[Collection("Counters")]
public sealed class SteadyStateTests
{
    [Fact]
    public async Task A_known_shape_builds_and_compiles_nothing()
    {
        await using var graph = await Graph.OnPostgresAsync();
        (string Document, Func<int, string> Variables)[] requests =
        [
            ("query($n:Int,$s:PluginState,$p:String) { plugins(first:$n, where:{state:{eq:$s}, name:{startsWith:$p}}, order:[{name:DESC}]) { totalCount nodes { id name versions { version } } } }",
                i => $$"""{"n":{{(i % 2 == 0 ? 10 : 7)}},"s":"{{(i % 2 == 0 ? "ACTIVE" : "DRAFT")}}","p":"Plugin {{i}}"}"""),
            ("query($id:ID!) { pluginById(id:$id) { id name state } }",
                i => $$"""{"id":"{{Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"Plugin:plg-0000{i}"))}}"}"""),
            ("query($in:[String]) { pluginVersions(where:{pluginId:{in:$in}}) { nodes { id } } }",
                i => $$"""{"in":[{{string.Join(',', Enumerable.Range(0, i + 1).Select(k => $"\"plg-0000{k}\""))}}]}"""),
            ("query($p:[String!]!,$s:PluginState!) { pluginsOf(providers:$p, state:$s) { nodes { id name } } }",
                i => $$"""{"p":["aws"{{(i % 2 == 0 ? ",\"gcp\"" : "")}}],"s":"{{(i % 2 == 0 ? "ACTIVE" : "DRAFT")}}"}"""),
            ("query($n:Int,$p:String) { pluginsKeyset(first:$n, where:{provider:{eq:$p}}, order:[{state:ASC}]) { totalCount nodes { id name } } }",
                i => $$"""{"n":{{(i % 2 == 0 ? 10 : 7)}},"p":"{{(i % 2 == 0 ? "aws" : "gcp")}}"}"""),
        ];
        // One page size that has its own statement, and one that has not.
        foreach (var (document, variables) in requests)
        {
            await graph.DataAsync(document, variables(0));
            await graph.DataAsync(document, variables(1));
        }

        var (built, uncached, executions, direct) = (DataCounters.QueriesBuilt, DataCounters.Uncached, DataCounters.Executions, DataCounters.Direct);
        for (var i = 2; i < 10; i++)
        {
            foreach (var (document, variables) in requests) await graph.DataAsync(document, variables(i));
        }
        Assert.Equal(built, DataCounters.QueriesBuilt);
        Assert.Equal(uncached, DataCounters.Uncached);
        Assert.Equal(executions + 48, DataCounters.Executions);
        // Counts apart, and once a second EF Core runs one to see whether somebody listens.
        Assert.InRange(DataCounters.Direct - direct, 1, 48);
    }
}

[CollectionDefinition("Counters", DisableParallelization = true)]
public sealed class CountersCollection;
