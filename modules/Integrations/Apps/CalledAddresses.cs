using System.Net.Sockets;
using GraphQLPlugins.Integrations.Webhooks;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Messaging;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>
/// Looks up the names of addresses that this server will call before they are saved, so that one on a private network is refused at once. A name that is not known yet may be saved;
/// whatever it leads to then is checked again at each call.
/// </summary>
internal sealed class CalledAddresses(EgressGuard egress) : IPreparation<CreateApp>, IPreparation<UpdateApp>, IPreparation<CreateWebhook>, IPreparation<UpdateWebhook>
{
    public Task PrepareAsync(CreateApp command, CancellationToken ct) => CheckAsync(command.Input.WebhookUrl, ct);

    public Task PrepareAsync(UpdateApp command, CancellationToken ct) => CheckAsync(command.Input.WebhookUrl.HasValue ? command.Input.WebhookUrl.Value : null, ct);

    public Task PrepareAsync(CreateWebhook command, CancellationToken ct) => CheckAsync(command.Input.TargetUrl, ct);

    public Task PrepareAsync(UpdateWebhook command, CancellationToken ct) => CheckAsync(command.Input.TargetUrl, ct);

    private async Task CheckAsync(string? url, CancellationToken ct)
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
            throw new UrlNotAllowedException(url, e.Reason);
        }
    }
}
