using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>The recording lists types as a hash table gives them, so its order is left out of account.</summary>
public sealed class RecordedIntrospectionTests
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Types_and_directives_are_the_recorded_ones_but_for_two_of_the_specifications()
    {
        await using var host = await SampleHost.StartAsync();
        var exchange = Recording.Exchanges(10).Single(e => e.Title == "__schema");
        using var response = await host.Client.SendAsync(Replay.RequestOf(exchange));

        var recorded = SchemaOf(exchange.Response.Body);
        var actual = SchemaOf(await response.Content.ReadAsStringAsync());

        // As the specification of September 2025 has them: one is new, the other's default has no full stop.
        Assert.Equal(
            [
                """{"name":"deprecated","locations":["FIELD_DEFINITION","ARGUMENT_DEFINITION","ENUM_VALUE","INPUT_FIELD_DEFINITION"],"isRepeatable":false,"args":[{"name":"reason","type":{"kind":"SCALAR","name":"String","ofType":null},"defaultValue":"\"No longer supported\""}]}""",
                """{"name":"oneOf","locations":["INPUT_OBJECT"],"isRepeatable":false,"args":[]}""",
            ],
            Members(actual, "directives").Except(Members(recorded, "directives")));
        Assert.Contains("\"deprecated\"", Assert.Single(Members(recorded, "directives").Except(Members(actual, "directives"))), StringComparison.Ordinal);
        Assert.Equal(Members(recorded, "types"), Members(actual, "types"));
        foreach (var root in new[] { "queryType", "mutationType", "subscriptionType" })
            Assert.Equal(recorded[root]!.ToJsonString(), actual[root]!.ToJsonString());
    }

    private static JsonNode SchemaOf(string body) => JsonNode.Parse(body)!["data"]!["__schema"]!;

    private static string[] Members(JsonNode schema, string list) =>
        [.. schema[list]!.AsArray().OrderBy(m => m!["name"]!.GetValue<string>(), StringComparer.Ordinal).Select(m => m!.ToJsonString(Json))];
}
