using System.Text.Json;
using System.Text.Json.Nodes;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>How often mutations go to the database, those in one message each, when their plans are known. COMMIT counts where it is part of a message.</summary>
public sealed class MutationStatementTests(FilledHost filled) : IClassFixture<FilledHost>
{
    [Theory]
    [InlineData("createProject", """{ "name": "counted $n" }""", 3)]
    [InlineData("createToken", """{ "name": "counted $n", "capabilities": ["catalog:read"] }""", 4)]
    [InlineData("registerPlugin", """{ "pluginId": "counted-$n", "name": "Counted $n", "image": "example/counted-$n", "resourceType": "inventory.Collector" }""", 6)]
    [InlineData("setOption", """{ "pluginId": "git", "key": "enabled", "value": $odd, "scope": { "kind": "INSTANCE" } }""", 5)]
    [InlineData("setOptions", """{ "pluginId": "git", "values": [{ "key": "enabled", "value": $odd }], "scope": { "kind": "PROJECT", "projectId": "$project" } }""", 6)]
    [InlineData("setPluginEnabled", """{ "pluginId": "git", "enabled": $odd, "scope": { "kind": "USER" } }""", 6)]
    [InlineData("resetOptions", """{ "pluginId": "git", "scope": { "kind": "ORGANIZATION" } }""", 7)]
    public async Task A_mutation_sends_no_more_statements_than_it_needs(string operation, string input, int statements)
    {
        var n = 0;
        async Task ChangeAsync()
        {
            n++;
            var text = input.Replace("$n", n.ToString(), StringComparison.Ordinal).Replace("$odd", n % 2 == 1 ? "true" : "false", StringComparison.Ordinal);
            var answer = await filled.Host.RunAsync(operation, JsonSerializer.SerializeToElement(new { input = filled.Variables(text) }));
            Assert.False(answer.TryGetProperty("errors", out _), answer.ToString());
            Assert.True(JsonNode.Parse(answer.GetProperty("data").GetProperty(operation).GetRawText())!["errors"] is null, answer.ToString());
        }
        await ChangeAsync();

        var sent = await filled.Host.StatementsAsync(ChangeAsync);

        Assert.True(statements == sent.Count, $"{operation}: {sent.Count}\n{string.Join("\n\n", sent)}");
    }
}
