using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GraphQLPlugins.Host.Tests.Clients;

/// <summary>
/// A client of the server in plain .NET: one method for each document that it uses, records for answers. What the server refuses is a value; what it cannot
/// answer at all is an exception.
/// </summary>
/// <param name="http">With the server as base address, and a bearer token where one is needed.</param>
public sealed class PluginsClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Pages of the catalog, one after the other, until nobody asks for more.</summary>
    public async IAsyncEnumerable<Plugin> PluginsAsync(string? search, [EnumeratorCancellation] CancellationToken ct = default)
    {
        const string document = "query($search: String, $after: String) { plugins(search: $search, first: 50, after: $after) { nodes { pluginId name installs state } pageInfo { hasNextPage endCursor } } }";
        string? after = null;
        do
        {
            var page = (await SendAsync<PluginsData>(document, new { search, after }, ct)).Plugins;
            foreach (var plugin in page.Nodes) yield return plugin;
            after = page.PageInfo.HasNextPage ? page.PageInfo.EndCursor : null;
        }
        while (after is not null);
    }

    /// <summary>Installs an entry of the catalog.</summary>
    public async Task<InstallResult> InstallAsync(string pluginId, CancellationToken ct = default)
    {
        const string document = "mutation($input: InstallPluginInput!) { installPlugin(input: $input) { outcome installation { name version } errors { ... on Error { message code } } } }";
        return (await SendAsync<InstallData>(document, new { input = new { source = new { catalog = new { pluginId } } } }, ct)).InstallPlugin;
    }

    private async Task<T> SendAsync<T>(string query, object variables, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync("/graphql", new { query, variables }, ct);
        var response = await answer.Content.ReadFromJsonAsync<Response<T>>(Json, ct) ?? throw new InvalidDataException("The server sent nothing.");
        if (response.Errors is [var first, ..]) throw new PluginsClientException(first.Message, first.Extensions?.Code);
        return response.Data!;
    }

    public sealed record Plugin(string PluginId, string Name, int Installs, PluginState State);

    public enum PluginState { Enabled, Disabled }

    public sealed record InstallResult(string? Outcome, Installation? Installation, IReadOnlyList<Refusal>? Errors);

    public sealed record Installation(string Name, string Version);

    public sealed record Refusal(string Message, string Code);

    private sealed record PluginsData(Page Plugins);

    private sealed record Page(IReadOnlyList<Plugin> Nodes, PageInfo PageInfo);

    private sealed record PageInfo(bool HasNextPage, string? EndCursor);

    private sealed record InstallData(InstallResult InstallPlugin);

    private sealed record Response<T>(T? Data, IReadOnlyList<Error>? Errors);

    private sealed record Error(string Message, Extensions? Extensions);

    private sealed record Extensions(string? Code);
}

/// <summary>The server could not answer.</summary>
public sealed class PluginsClientException(string message, string? code) : Exception(message)
{
    /// <summary>What is wrong, for programs.</summary>
    public string? Code => code;
}
