using System.Text.Json;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Secrets;
using Microsoft.Extensions.Caching.Memory;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>One choice of a form's field.</summary>
/// <param name="Value">What is sent: a text or a number.</param>
/// <param name="Label">What people read.</param>
public sealed record ComponentChoice(JsonElement Value, string Label);

/// <summary>What a field of an app's form offers.</summary>
/// <param name="Choices">The choices in the app's order; empty after an error.</param>
/// <param name="DefaultValue">The value that is chosen at first; null when the app says none.</param>
/// <param name="Error">Why there are no choices; null when all is well.</param>
public sealed record ComponentOptions(IReadOnlyList<ComponentChoice> Choices, JsonElement? DefaultValue, string? Error);

/// <summary>What an app is told when it is asked for choices.</summary>
/// <param name="Query">What the user typed; null when nothing was.</param>
/// <param name="DependentData">The values that the choices depend on, as JSON; null when there are none.</param>
/// <param name="Project">The name of the project that the form is for; null when it is for none.</param>
internal sealed record ChoicesRequest(string? Query, string? DependentData, string? Project)
{
    /// <summary>With nothing but the field.</summary>
    public static ChoicesRequest Plain { get; } = new(null, null, null);
}

/// <summary>Gets the choices of fields from apps, and remembers them for a short time; failures are remembered too, so that a slow app is not asked by everybody.</summary>
public sealed class ComponentChoices : IDisposable
{
    private const int MaxRemembered = 1000;
    private const int MaxChoices = 1000;
    private readonly AppRequest _requests;
    private readonly IntegrationsOptions _options;
    private readonly MemoryCache _remembered = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    internal ComponentChoices(AppRequest requests, IntegrationsOptions options) => (_requests, _options) = (requests, options);

    /// <summary>The choices for a field that says its own or an address to ask.</summary>
    internal async Task<ComponentOptions> FindAsync(App app, AppSecret secret, AppInstallation installation, JsonElement field, ChoicesRequest asked, CancellationToken ct)
    {
        if (field.TryGetProperty("options", out var own))
            return new ComponentOptions([.. own.EnumerateArray().Select(option => new ComponentChoice(option[0], option[1].ToString()))], null, null);
        if (!field.TryGetProperty("uri", out var uri))
            return new ComponentOptions([], null, null);
        var address = Address(uri.GetString()!, installation, asked);
        var key = (app.Id, app.Revision, secret.Version, address);
        return await Remembered(key, () => AskAsync(app, secret, address)).WaitAsync(ct);
    }

    /// <summary>Those who want the same at once wait for one answer; it is bounded in time, so nobody's leaving ends it.</summary>
    private Task<ComponentOptions> Remembered(object key, Func<Task<ComponentOptions>> ask)
    {
        if (_options.ChoicesCacheTime == TimeSpan.Zero)
            return ask();
        lock (_remembered)
        {
            if (_remembered.TryGetValue(key, out Task<ComponentOptions>? known))
                return known!;
            var asked = Task.Run(ask);
            _remembered.Set(key, asked, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = _options.ChoicesCacheTime, Size = 1 });
            return asked;
        }
    }

    public void Dispose() => _remembered.Dispose();

    private async Task<ComponentOptions> AskAsync(App app, AppSecret secret, string address)
    {
        try
        {
            return Read(await _requests.GetAsync(app, secret, address, CancellationToken.None));
        }
        catch (AppAnswerException failure)
        {
            return new ComponentOptions([], null, failure.Message);
        }
    }

    private static ComponentOptions Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Array)
            throw new AppAnswerException("The app's answer is no list.");
        if (answer.GetArrayLength() > MaxChoices)
            throw new AppAnswerException($"The app offers {answer.GetArrayLength()} choices; at most {MaxChoices} are taken.");
        var choices = new List<ComponentChoice>();
        JsonElement? initial = null;
        foreach (var item in answer.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("label", out var label) || label.ValueKind != JsonValueKind.String
                || !item.TryGetProperty("value", out var value) || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                throw new AppAnswerException($"Choice {choices.Count + 1} of the app lacks a label or a value.");
            choices.Add(new ComponentChoice(value, label.GetString()!));
            if (initial is null && item.TryGetProperty("default", out var isDefault) && isDefault.ValueKind == JsonValueKind.True)
                initial = value;
        }
        return new ComponentOptions(choices, initial, null);
    }

    private static string Address(string uri, AppInstallation installation, ChoicesRequest asked)
    {
        var parameters = new List<string> { $"installationId={installation.Id}" };
        if (asked.Project is { } project) parameters.Add($"projectSlug={Uri.EscapeDataString(project)}");
        if (asked.Query is { } query) parameters.Add($"query={Uri.EscapeDataString(query)}");
        if (asked.DependentData is { } data) parameters.Add($"dependentData={Uri.EscapeDataString(data)}");
        return uri + (uri.Contains('?') ? '&' : '?') + string.Join('&', parameters);
    }
}
