using GraphQLPlugins.Engine.AspNetCore.Tests.Sample;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Clients;

/// <summary>Published clients against a server of ours, without work-arounds. What each does and expects stands in its script.</summary>
public sealed class ClientTests
{
    [NodeFact]
    public Task Apollo_Client_runs_operations_batches_uploads_and_persisted_queries() =>
        PassesAsync("apollo/operations.mjs");

    [NodeFact]
    public Task Apollo_Client_reads_deferred_fragments_in_both_formats_and_subscribes() => PassesAsync("apollo/streams.mjs");

    [NodeFact]
    public Task Urql_queries_mutates_and_subscribes() => PassesAsync("urql/operations.mjs");

    [NodeFact]
    public Task Graphql_ws_speaks_to_our_sockets() => PassesAsync("sockets/graphql-ws.mjs");

    [NodeFact]
    public Task Graphql_sse_speaks_to_our_streams_in_both_modes() => PassesAsync("sse/graphql-sse.mjs");

    [NodeFact]
    public async Task Graphql_codegen_makes_types_that_check()
    {
        await using var app = await TestApp.StartAsync();
        var (exitCode, output, complaints) = await NodeClient.RunAsync("codegen/generate.mjs", $"{app.Address}graphql", "codegen/documents");
        Assert.True(exitCode == 0, complaints);
        Assert.Equal("4", output.Trim());
    }

    [NodeFact]
    public async Task Relay_compiles_fragments_pages_a_connection_and_refetches_a_node()
    {
        await using var app = await TestApp.StartAsync(configure: builder => builder.Services.AddGraphQLServer("relay")
            .AddQueryType<RelayQuery>().AddType<Shelf>().AddType<Item>().AddGlobalObjectIdentification(), map: a => a.MapGraphQL("/graphql", "relay"));
        await NodeClient.PassesAsync("relay/pages.mjs", $"{app.Address}graphql");
    }

    private static async Task PassesAsync(string script)
    {
        await using var app = await TestApp.StartAsync(schema => schema.UseAutomaticPersistedOperationPipeline());
        await NodeClient.PassesAsync(script, $"{app.Address}graphql");
    }
}
