using System.Text.Json;

namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Reads what mutations answer.</summary>
internal static class GraphAnswers
{
    /// <summary>Runs a mutation that succeeds.</summary>
    /// <returns>Its payload.</returns>
    public static async Task<JsonElement> ChangeAsync(this CatalogHost host, string operation, object input)
    {
        var answer = await host.RunAsync(operation, new { input });
        Assert.True(answer.TryGetProperty("data", out var data) && data.GetProperty(operation) is { ValueKind: JsonValueKind.Object } payload && payload.GetProperty("errors").ValueKind == JsonValueKind.Null, answer.ToString());
        return data.GetProperty(operation);
    }

    /// <summary>Runs a mutation that is refused, and sees to it that the database is as before.</summary>
    /// <returns>The code and the message of its error.</returns>
    public static async Task<(string? Code, string? Message)> RefusedAsync(this CatalogHost host, string operation, object input)
    {
        var before = await StateAsync(host);
        var answer = await host.RunAsync(operation, new { input });
        var payload = answer.GetProperty("data").GetProperty(operation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Array, answer.ToString());
        Assert.Equal(before, await StateAsync(host));
        var error = payload.GetProperty("errors")[0];
        return (error.GetProperty("code").GetString(), error.GetProperty("message").GetString());
    }

    public static string[] Texts(this JsonElement list, string member) => [.. list.EnumerateArray().Select(item => item.GetProperty(member).GetString()!)];

    /// <summary>Every row of the catalog and the audit, as one text.</summary>
    public static async Task<string> StateAsync(CatalogHost host) => (string)(await host.Database.ScalarAsync("""
        SELECT concat_ws('|', (SELECT string_agg(p::text, ',' ORDER BY id) FROM catalog.plugins p), (SELECT string_agg(v::text, ',' ORDER BY id) FROM catalog.versions v),
            (SELECT string_agg(r::text, ',' ORDER BY id) FROM catalog.repositories r), (SELECT string_agg(d::text, ',' ORDER BY version_key, ordinal) FROM catalog.dependencies d),
            (SELECT string_agg(s::text, ',' ORDER BY repository_key) FROM catalog.repository_statuses s), (SELECT count(*) FROM kernel.audit_entries))
        """))!;
}
