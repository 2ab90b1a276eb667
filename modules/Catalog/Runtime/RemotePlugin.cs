using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>
/// A plugin that runs elsewhere. All it offers is one POST of JSON to its address, signed as Standard Webhooks does; 2xx is an answer, 422 with a
/// <c>message</c> a refusal, everything else a failure. Secrets are not sent to it: it keeps its own.
/// </summary>
internal sealed class RemotePlugin(RemoteEntry entry, RuntimeOptions options, TimeProvider clock) : Plugin
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web);

    private IPluginContext _context = null!;

    public override void Declare(PluginContributions contributions)
    {
        try
        {
            DeclareAll(contributions);
        }
        catch (ArgumentException e)
        {
            throw new PluginFault("MANIFEST_INVALID", $"{PluginEntry.FileName}: {e.Message}", e);
        }
    }

    /// <summary>Asks whether it is there, and understands our signature.</summary>
    public override async Task StartAsync(IPluginContext context, CancellationToken cancellationToken)
    {
        _context = context;
        await PostAsync("health", null, new { }, cancellationToken);
    }

    /// <summary>Those that are no secrets.</summary>
    internal static JsonObject Plain(OptionValues options) =>
        new(options.Keys.Where(key => !options.IsSecret(key)).Select(key => KeyValuePair.Create(key, JsonSerializer.SerializeToNode(options[key]))));

    private void DeclareAll(PluginContributions contributions)
    {
        if (entry.Views.Contains("project")) contributions.ProjectView = ViewAsync;
        if (entry.Views.Contains("group")) contributions.GroupView = ViewAsync;
        if (entry.Test) contributions.Test = TestAsync;
        foreach (var action in entry.Actions)
            contributions.AddAction(action, async (call, payload, ct) => Result(await PostAsync("action", call, new { action, payload }, ct), "result"));
        foreach (var (key, hooks) in entry.Options) contributions.AddOptionHooks(key, HooksOf(hooks));
        foreach (var (name, service) in entry.RepositoryServices) contributions.AddRepositoryService(name, ServiceOf(name, service));
        foreach (var (name, source) in entry.SourceProviders)
            contributions.AddSourceProvider(name, new RemoteSource(name, source, (type, content, ct) => PostAsync(type, null, content, ct)).Declare());
    }

    private async Task<ViewResponse> ViewAsync(ViewRequest request, CancellationToken ct)
    {
        var answer = await PostAsync("view", request.Call, new { request.Method, request.Path, request.Query, request.ContentType, Body = Convert.ToBase64String(request.Body.Span) }, ct);
        return answer.Deserialize<RemoteView>(Form) is { } view
            ? new ViewResponse { Status = view.Status, ContentType = view.ContentType, Body = Convert.FromBase64String(view.Body), Headers = view.Headers }
            : throw new InvalidDataException("The answer is no view.");
    }

    private async Task<ConfigurationTestResult> TestAsync(PluginCall call, CancellationToken ct) =>
        (await PostAsync("test", call, new { }, ct)).Deserialize<ConfigurationTestResult>(Form) ?? throw new InvalidDataException("The answer is no result of a test.");

    private OptionHooks HooksOf(IReadOnlyList<string> hooks) => new()
    {
        BeforeUpdate = hooks.Contains("beforeUpdate")
            ? async (option, value, ct) => option.IsSecret ? value : Result(await PostAsync("beforeUpdate", null, new { option.Key, option.Scope, option.IsRehearsal, Value = value }, ct), "value") ?? value
            : null,
        OnRead = hooks.Contains("onRead") ? async (option, value, ct) => Result(await PostAsync("onRead", null, new { option.Key, option.Scope, Value = value }, ct), "value") : null,
        AfterUpdate = hooks.Contains("afterUpdate")
            ? (option, oldValue, newValue, ct) => PostAsync("afterUpdate", null, new { option.Key, option.Scope, option.IsSecret, OldValue = oldValue, NewValue = newValue }, ct)
            : null,
    };

    private RepositoryService ServiceOf(string service, RemoteRepositoryService declared) => new()
    {
        DisplayName = declared.DisplayName,
        WorksWithSources = declared.WorksWithSources,
        Take = (batch, ct) => PostAsync("repositoryFiles", null, new
        {
            Service = service, batch.Repository, Kind = Word(batch.Kind), batch.Branch, batch.FromCommit, batch.ToCommit, batch.Number, batch.IsLast,
            Files = batch.Files.Select(f => new { f.Path, Change = Word(f.Change), f.Bytes, Content = f.Content is { } content ? Convert.ToBase64String(content.Span) : null }),
        }, ct),
        Release = (repository, ct) => PostAsync("repositoryReleased", null, new { Service = service, Repository = repository }, ct),
    };

    private static string Word<T>(T member) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(member.ToString());

    private async Task<JsonElement> PostAsync(string type, PluginCall? call, object content, CancellationToken ct)
    {
        var message = JsonSerializer.SerializeToNode(content, Form)!.AsObject();
        message["type"] = type;
        message["pluginId"] = _context.PluginId;
        message["version"] = _context.Version;
        if (call is not null)
        {
            message["caller"] = JsonSerializer.SerializeToNode(call.Caller, Form);
            message["scope"] = JsonSerializer.SerializeToNode(call.Scope, Form);
            message["options"] = Plain(call.Options);
        }
        var body = JsonSerializer.SerializeToUtf8Bytes(message);
        if (body.Length > 2 * options.MaxRequestBytes) throw new InvalidDataException("The request is too large.");
        using var request = new HttpRequestMessage(HttpMethod.Post, entry.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var key = await KeyAsync(ct);
        RemoteSignature.Sign(request, body, key, clock.GetUtcNow());
        using var response = await _context.Http.SendAsync(request, ct);
        return await AnswerAsync(response, ct);
    }

    private static async Task<JsonElement> AnswerAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        if (response.StatusCode is not HttpStatusCode.UnprocessableEntity && !response.IsSuccessStatusCode)
            throw new HttpRequestException($"The remote plugin answered with status {(int)response.StatusCode}.");
        using var answer = bytes.Length == 0 ? JsonDocument.Parse("{}") : JsonDocument.Parse(bytes);
        if (response.IsSuccessStatusCode) return answer.RootElement.Clone();
        throw new PluginRefusalException(Result(answer.RootElement, "message") is { ValueKind: JsonValueKind.String } message ? message.GetString()! : "The plugin refused.");
    }

    /// <summary>Asked for at each call, so that a new key counts at once.</summary>
    private async Task<byte[]> KeyAsync(CancellationToken ct)
    {
        var options = await _context.ReadOptionsAsync(new PluginScope(), ct);
        return options.Text(entry.SigningOption) is { Length: > 0 } key
            ? RemoteSignature.KeyOf(key)
            : throw new PluginFault("SIGNING_KEY_MISSING", $"Calls are signed with the option '{entry.SigningOption}', which is not set. Set it at the organization or the instance, to what the remote server has.");
    }

    private static JsonElement? Result(JsonElement answer, string name) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private sealed record RemoteView
    {
        public int Status { get; init; } = 200;

        public string ContentType { get; init; } = "application/octet-stream";

        public string Body { get; init; } = "";

        public Dictionary<string, string> Headers { get; init; } = [];
    }
}
