using System.Text.Json.Nodes;

namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>With exception details on, everything but the frames of the recorded engine is compared.</summary>
public sealed class RecordedExceptionTests
{
    [Fact]
    public async Task Details_are_as_recorded_and_the_trace_begins_at_the_samples_method()
    {
        await using var host = await SampleHost.StartAsync(exceptionDetails: true);
        foreach (var exchange in Recording.Exchanges(13))
        {
            using var response = await host.Client.SendAsync(Replay.RequestOf(exchange));
            var recorded = Take(exchange.Response.Body, out var recordedTrace);
            var actual = Take(await response.Content.ReadAsStringAsync(), out var trace);

            Assert.Equal(exchange.Response.Status, (int)response.StatusCode);
            Assert.Equal(recorded, actual);
            Assert.Equal(Method(recordedTrace), Method(trace));
        }
    }

    /// <summary>The response without the trace.</summary>
    private static string Take(string body, out string trace)
    {
        var response = JsonNode.Parse(body)!;
        var extensions = response["errors"]![0]!["extensions"]!.AsObject();
        trace = extensions["stackTrace"]!.GetValue<string>();
        extensions.Remove("stackTrace");
        return response.ToJsonString();
    }

    private static string Method(string trace) => trace.Split('\n')[0].Split(" in ")[0];
}
