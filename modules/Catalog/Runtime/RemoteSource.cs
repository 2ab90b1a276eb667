using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>A place where git repositories are that a remote plugin brings. It gets the options without their secrets, and the token that somebody granted for it.</summary>
/// <param name="name">The plugin's own name for it.</param>
/// <param name="entry">As the manifest declares it.</param>
/// <param name="post">Posts a message of a type and gives the answer.</param>
internal sealed class RemoteSource(string name, RemoteSourceEntry entry, Func<string, object, CancellationToken, Task<JsonElement>> post)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    public SourceProvider Declare() => new()
    {
        DisplayName = entry.DisplayName,
        IconUrl = entry.IconUrl,
        Authorization = entry.Authorization,
        RequiredOptions = entry.RequiredOptions,
        Check = async (call, ct) => (await AskAsync("sourceAccount", call, new { }, ct)).Deserialize<Account>(Form)?.Name,
        List = async (call, cursor, ct) => (await AskAsync("sourceRepositories", call, new { cursor }, ct)).Deserialize<SourceRepositoryPage>(Form) is { Repositories: not null } page
            ? page : throw new InvalidDataException("The answer is no page of repositories."),
        Find = async (call, repoId, ct) => (await AskAsync("sourceRepository", call, new { repoId }, ct)).Deserialize<Found>(Form)?.Repository,
        Activate = entry.RegistersHooks ? async (call, repoId, hook, ct) => (await AskAsync("sourceActivate", call, new { repoId, hook }, ct)).Deserialize<Registered>(Form)?.HookId : null,
        Deactivate = entry.RegistersHooks ? (call, repoId, hook, ct) => AskAsync("sourceDeactivate", call, new { repoId, hook }, ct) : null,
        Credentials = entry.Credentials
            ? async (call, repoId, ct) => (await AskAsync("sourceCredentials", call, new { repoId }, ct)).Deserialize<SourceCredentials>(Form) ?? throw new InvalidDataException("The answer holds no credentials.")
            : null,
        Hooks = entry.Hooks is { } hooks ? new SourceHooks { Signature = hooks.Signature, Header = hooks.Header, Prefix = hooks.Prefix, Read = ReadAsync } : null,
    };

    private async Task<SourceHookReading> ReadAsync(SourceHookDelivery delivery, CancellationToken ct) =>
        (await post("sourceHook", new { Provider = name, delivery.Headers, Body = Convert.ToBase64String(delivery.Body.Span) }, ct)).Deserialize<SourceHookReading>(Form) is { EventType: not null } reading
            ? reading : throw new InvalidDataException("The answer is no reading.");

    private Task<JsonElement> AskAsync(string type, SourceCall call, object content, CancellationToken ct)
    {
        var message = JsonSerializer.SerializeToNode(content, Form)!.AsObject();
        message["provider"] = name;
        message["accessToken"] = call.AccessToken;
        message["options"] = RemotePlugin.Plain(call.Options);
        return post(type, message, ct);
    }

    private sealed record Account(string? Name);

    private sealed record Found(SourceRepository? Repository);

    private sealed record Registered(string? HookId);
}
