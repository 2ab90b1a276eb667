using System.Runtime.InteropServices;
using System.Text.Json;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>
/// Calls plugins that run on this host, in this process or elsewhere. Every call is bounded in time and size and in how many run at once, and whatever a
/// plugin does ends as an outcome. Who may call, and whether the plugin is enabled in the scope, is for the caller to check. Safe to share.
/// </summary>
public sealed class PluginCalls
{
    private readonly PluginRuntime _runtime;
    private readonly CallRunner _runner;
    private readonly RuntimeOptions _options;

    internal PluginCalls(PluginRuntime runtime, CallRunner runner, CatalogOptions options)
    {
        _runtime = runtime;
        _runner = runner;
        _options = options.Runtime;
    }

    /// <summary>Bytes of a request to a plugin.</summary>
    public int MaxRequestBytes => _options.MaxRequestBytes;

    /// <summary>How long a call of a view, an action or a test may take, waiting included.</summary>
    public TimeSpan CallTimeout => _options.CallTimeout;

    /// <summary>What a running plugin offers; null when it does not run on this host.</summary>
    public PluginOffer? Find(Guid organizationId, string pluginId) => _runtime.Find(organizationId, pluginId)?.Current?.Offer;

    /// <summary>What all running plugins of an organization offer on this host.</summary>
    public IEnumerable<PluginOffer> All(Guid organizationId) => _runtime.Slots.Where(slot => slot.OrganizationId == organizationId).Select(slot => slot.Current?.Offer).OfType<PluginOffer>();

    /// <summary>Like <see cref="Find"/>, for plugins that take part in writing or reading options; almost free when none does.</summary>
    public PluginOffer? FindWithHooks(Guid organizationId, string pluginId) =>
        _runtime.AnyHooks && Find(organizationId, pluginId) is { HasOptionHooks: true } offer ? offer : null;

    /// <summary>Asks the view of a group, when the call's scope names one, or else the view of a project.</summary>
    public Task<PluginOutcome<ViewResponse>> ViewAsync(Guid organizationId, string pluginId, ViewRequest request, CancellationToken ct)
    {
        if (request.Body.Length > _options.MaxRequestBytes) return TooLarge<ViewResponse>();
        var isGroup = request.Call.Scope.GroupId is not null;
        return _runner.RunAsync<ViewResponse>(new PluginCallTarget(organizationId, pluginId, "view", _options.CallTimeout),
            contributions => (isGroup ? contributions.GroupView : contributions.ProjectView) is { } view ? token => view(request, token) : null,
            response => response.Body.Length <= _options.MaxResponseBytes, ct);
    }

    /// <summary>Runs an action.</summary>
    public Task<PluginOutcome<JsonElement?>> ActAsync(Guid organizationId, string pluginId, string action, PluginCall call, JsonElement? payload, CancellationToken ct)
    {
        if (!Fits(payload, _options.MaxRequestBytes)) return TooLarge<JsonElement?>();
        return _runner.RunAsync<JsonElement?>(new PluginCallTarget(organizationId, pluginId, "action", _options.CallTimeout),
            contributions => contributions.Actions.GetValueOrDefault(action) is { } act ? async token => Own(await act(call, payload, token)) : null,
            answer => Fits(answer, _options.MaxResponseBytes), ct);
    }

    /// <summary>Lets the plugin try its options.</summary>
    public Task<PluginOutcome<ConfigurationTestResult>> TestAsync(Guid organizationId, string pluginId, PluginCall call, CancellationToken ct) =>
        _runner.RunAsync<ConfigurationTestResult>(new PluginCallTarget(organizationId, pluginId, "test", _options.CallTimeout),
            contributions => contributions.Test is { } test ? token => test(call, token) : null, result => result.Message.Length <= 1000, ct);

    /// <summary>Lets the plugin rewrite or refuse a value before it is saved.</summary>
    public Task<PluginOutcome<JsonElement>> BeforeUpdateAsync(Guid organizationId, string pluginId, OptionAccess option, JsonElement value, CancellationToken ct) =>
        _runner.RunAsync<JsonElement>(new PluginCallTarget(organizationId, pluginId, "beforeUpdate", _options.HookTimeout),
            contributions => HooksOf(contributions, option)?.BeforeUpdate is { } hook ? async token => (await hook(option, value, token)).Clone() : null,
            answer => Fits(answer, _options.MaxResponseBytes), ct);

    /// <summary>Lets the plugin rewrite a value that is read.</summary>
    public Task<PluginOutcome<JsonElement?>> ReadAsync(Guid organizationId, string pluginId, OptionAccess option, JsonElement? value, CancellationToken ct) =>
        _runner.RunAsync<JsonElement?>(new PluginCallTarget(organizationId, pluginId, "onRead", _options.HookTimeout),
            contributions => HooksOf(contributions, option)?.OnRead is { } hook ? async token => Own(await hook(option, value, token)) : null,
            answer => Fits(answer, _options.MaxResponseBytes), ct);

    /// <summary>Tells the plugin of a change that was saved.</summary>
    public Task<PluginOutcome<bool>> AfterUpdateAsync(Guid organizationId, string pluginId, OptionAccess option, JsonElement? oldValue, JsonElement? newValue, CancellationToken ct) =>
        _runner.RunAsync<bool>(new PluginCallTarget(organizationId, pluginId, "afterUpdate", _options.HookTimeout),
            contributions => HooksOf(contributions, option)?.AfterUpdate is { } hook
                ? async token =>
                {
                    await hook(option, oldValue, newValue, token);
                    return true;
                }
                : null,
            _ => true, ct);

    /// <summary>Gives files of a repository to one of the plugin's services.</summary>
    public Task<PluginOutcome<bool>> GiveFilesAsync(Guid organizationId, string pluginId, string service, RepositoryBatch batch, CancellationToken ct) =>
        _runner.RunAsync<bool>(new PluginCallTarget(organizationId, pluginId, "repositoryFiles", _options.CallTimeout),
            contributions => contributions.RepositoryServices.GetValueOrDefault(service) is { } offered
                ? async token =>
                {
                    await offered.Take(batch, token);
                    return true;
                }
                : null,
            _ => true, ct);

    /// <summary>Tells one of the plugin's services that it gets a repository's files no longer.</summary>
    public Task<PluginOutcome<bool>> ReleaseRepositoryAsync(Guid organizationId, string pluginId, string service, ServedRepository repository, CancellationToken ct) =>
        _runner.RunAsync<bool>(new PluginCallTarget(organizationId, pluginId, "repositoryReleased", _options.CallTimeout),
            contributions => contributions.RepositoryServices.GetValueOrDefault(service) is { } offered
                ? async token =>
                {
                    if (offered.Release is { } release) await release(repository, token);
                    return true;
                }
                : null,
            _ => true, ct);

    private static OptionHooks? HooksOf(PluginContributions contributions, OptionAccess option) => contributions.Options.GetValueOrDefault(option.Key);

    /// <summary>A copy: the plugin may have read it from a document that it disposes.</summary>
    private static JsonElement? Own(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } ? null : value.Value.Clone();

    private static bool Fits(JsonElement? value, int maxBytes) => value is not { ValueKind: not JsonValueKind.Undefined } given || JsonMarshal.GetRawUtf8Value(given).Length <= maxBytes;

    private Task<PluginOutcome<T>> TooLarge<T>() => Task.FromResult(new PluginOutcome<T>(PluginCallStatus.TooLarge, default, $"A request to a plugin may have {_options.MaxRequestBytes} bytes."));
}
