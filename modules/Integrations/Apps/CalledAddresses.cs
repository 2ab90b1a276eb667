using System.Net.Sockets;
using System.Text.Json;
using GraphQLPlugins.Integrations.Manifest;
using GraphQLPlugins.Integrations.Webhooks;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Messaging;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>
/// Looks up the names of addresses that this server will call before they are saved, so that one on a private network is refused at once. A name that is not known yet may be saved;
/// whatever it leads to then is checked again at each call.
/// </summary>
internal sealed class CalledAddresses(EgressGuard egress) : IPreparation<CreateApp>, IPreparation<UpdateApp>, IPreparation<CreateWebhook>, IPreparation<UpdateWebhook>, IPreparation<ApplyAppManifest>
{
    public Task PrepareAsync(CreateApp command, CancellationToken ct) => CheckAsync(command.Input.WebhookUrl, "webhookUrl", ct);

    public Task PrepareAsync(UpdateApp command, CancellationToken ct) => CheckAsync(command.Input.WebhookUrl.HasValue ? command.Input.WebhookUrl.Value : null, "webhookUrl", ct);

    public Task PrepareAsync(CreateWebhook command, CancellationToken ct) => CheckAsync(command.Input.TargetUrl, "targetUrl", ct);

    public Task PrepareAsync(UpdateWebhook command, CancellationToken ct) => CheckAsync(command.Input.TargetUrl, "targetUrl", ct);

    /// <summary>All names at once, since a manifest may have many.</summary>
    public Task PrepareAsync(ApplyAppManifest command, CancellationToken ct)
    {
        var manifest = command.Manifest.Json;
        IEnumerable<JsonElement> webhooks = manifest.TryGetProperty("webhooks", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Take(ManifestWebhooks.MaxCount) : [];
        return Task.WhenAll([CheckAsync(Text(manifest, "webhookUrl"), "webhookUrl", ct), .. webhooks.Select(webhook => Text(webhook, "targetUrl")).Distinct().Select(url => CheckAsync(url, "targetUrl", ct))]);
    }

    private async Task CheckAsync(string? url, string argument, CancellationToken ct)
    {
        // Everything else about it is the handler's to say.
        if (url is null || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.HostNameType is not UriHostNameType.Dns) return;
        try
        {
            await egress.ResolveAsync(uri.IdnHost, ct);
        }
        catch (SocketException)
        {
        }
        catch (UrlNotAllowedException e)
        {
            throw new UrlNotAllowedException(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped), e.Reason, argument);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
