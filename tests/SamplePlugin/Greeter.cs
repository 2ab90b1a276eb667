using System.Net;
using System.Text.Json;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.SamplePlugin;

/// <summary>Greets: at its own pages, by an action, with a greeting that is an option. An example of everything a plugin can do.</summary>
public sealed class Greeter : Plugin
{
    private static int _instances;
    private readonly List<string> _heard = [];
    private int _counted;
    private IPluginContext _context = null!;

    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
        contributions.ProjectView = ShowAsync;
        contributions.GroupView = (request, _) => Task.FromResult(ViewResponse.Text($"group {request.Call.Scope.GroupId}"));
        contributions.Test = TestAsync;
        contributions.AddAction("greet", GreetAsync);
        contributions.AddAction("about", (_, _, _) => Answer(new About(_context.PluginId, _context.Version, _context.Generation, _instances)));
        contributions.AddAction("count", (_, _, _) => Answer(Interlocked.Increment(ref _counted)));
        contributions.AddAction("heard", (_, _, _) => Answer(_heard));
        contributions.AddAction("fetch", FetchAsync);
        contributions.AddOptionHooks("Greeting", new OptionHooks { BeforeUpdate = TrimAsync, OnRead = DecorateAsync, AfterUpdate = HearAsync });
        contributions.AddOptionHooks("Key", new OptionHooks { AfterUpdate = HearAsync });
    }

    /// <inheritdoc/>
    public override Task StartAsync(IPluginContext context, CancellationToken cancellationToken)
    {
        _context = context;
        Interlocked.Increment(ref _instances);
        context.Log.Write(PluginLogLevel.Information, "Ready to greet.");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task ReloadedAsync(string previousVersion, CancellationToken cancellationToken)
    {
        lock (_heard) _heard.Add($"took over from {previousVersion}");
        return Task.CompletedTask;
    }

    private static Task<ViewResponse> ShowAsync(ViewRequest request, CancellationToken cancellationToken) => Task.FromResult(request switch
    {
        { Path: "", Method: "GET" } => ViewResponse.Text($"<p>{WebUtility.HtmlEncode(request.Call.Options.Text("Greeting"))}, {WebUtility.HtmlEncode(request.Call.Caller.Name)}</p>", "text/html; charset=utf-8")
            with { Headers = new Dictionary<string, string> { ["Set-Cookie"] = "session=1", ["X-Frame-Options"] = "ALLOWALL", ["Cache-Control"] = "max-age=60" } },
        { Path: "echo", Method: "POST" } => new ViewResponse { ContentType = request.ContentType ?? "application/octet-stream", Body = request.Body },
        _ => ViewResponse.NotFound,
    });

    private Task<ConfigurationTestResult> TestAsync(PluginCall call, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _counted);
        return Task.FromResult(call.Options.Text("Greeting") is { } greeting
            ? new ConfigurationTestResult(true, $"It will say {greeting}.")
            : new ConfigurationTestResult(false, "There is no greeting."));
    }

    private static async Task<JsonElement?> GreetAsync(PluginCall call, JsonElement? payload, CancellationToken cancellationToken)
    {
        if (payload is not { ValueKind: JsonValueKind.Object } given || !given.TryGetProperty("name", out var name)) throw new PluginRefusalException("Whom shall I greet? Give a name.");
        await Task.Yield();
        return JsonSerializer.SerializeToElement($"{call.Options.Text("Greeting")}, {name.GetString()}");
    }

    private async Task<JsonElement?> FetchAsync(PluginCall call, JsonElement? payload, CancellationToken cancellationToken) =>
        JsonSerializer.SerializeToElement(await _context.Http.GetStringAsync(payload!.Value.GetString(), cancellationToken));

    private Task<JsonElement> TrimAsync(OptionAccess option, JsonElement value, CancellationToken cancellationToken)
    {
        if (option.IsRehearsal) lock (_heard) _heard.Add($"{option.Key} is rehearsed: {value}");
        var text = value.GetString()!.Trim();
        return text.Length > 0 ? Task.FromResult(JsonSerializer.SerializeToElement(text)) : throw new PluginRefusalException("A greeting has letters.");
    }

    private static Task<JsonElement?> DecorateAsync(OptionAccess option, JsonElement? value, CancellationToken cancellationToken) =>
        Task.FromResult(value is { } given ? JsonSerializer.SerializeToElement($"{given.GetString()}!") : (JsonElement?)null);

    private Task HearAsync(OptionAccess option, JsonElement? oldValue, JsonElement? newValue, CancellationToken cancellationToken)
    {
        lock (_heard) _heard.Add($"{option.Key}: {oldValue?.ToString() ?? "-"} > {newValue?.ToString() ?? "-"}{(option.IsSecret ? " (secret)" : "")}");
        return Task.CompletedTask;
    }

    private static Task<JsonElement?> Answer<T>(T value) => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement(value));

    private sealed record About(string PluginId, string Version, int Generation, int Instances);
}
