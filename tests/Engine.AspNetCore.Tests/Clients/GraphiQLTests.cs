using GraphQLPlugins.Engine.AspNetCore.Ide;
using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Clients;

public sealed class GraphiQLTests
{
    /// <summary>The screenshot is an artefact of the test run.</summary>
    [BrowserFact]
    public async Task GraphiQL_runs_a_query_a_mutation_and_a_subscription_offline()
    {
        Assert.True(IdeAssets.AreBuilt, "The IDE was not built although Node.js is there.");
        await using var app = await TestApp.StartAsync(options: o => o.Tool.Tabs =
        [
            new("Sum", "query AddTwo($a: Int!) {\n  addTwo(a: $a)\n}", """{ "a": 1 }"""),
            new("Change", "mutation Publish {\n  updatePluginState(id: \"x\", state: ACTIVE) {\n    state\n  }\n}"),
            new("Follow", "subscription Count {\n  count(to: 3)\n}"),
        ]);
        var screenshot = System.IO.Path.Combine(Directory.CreateDirectory(System.IO.Path.Combine(Repository.Root, "artifacts")).FullName, "graphiql.png");
        await NodeClient.PassesAsync("ide/graphiql.mjs", $"{app.Address}graphql", Browser.Program, screenshot);
    }
}
