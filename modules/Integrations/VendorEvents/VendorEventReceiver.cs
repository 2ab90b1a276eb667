using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Integrations.VendorEvents;

/// <summary>
/// Takes what vendors tell: at the one address that an app has there, or at the address of one organization's integration. It is stored before it is answered, and applied afterwards.
/// </summary>
internal sealed partial class VendorEventReceiver(
    IDbContextFactory<IntegrationsDb> contexts, IntegrationProviders providers, SecretBox secrets, VendorEventLoop loop, IntegrationsOptions options, TimeProvider clock, ILogger<VendorEventReceiver> log)
{
    private const int MaxTokenLength = 100;

    // Checked against when there is no such address, so that the same work is done.
    private readonly string _nobodysSecret = SecretBox.Generate();

    public async Task ReceiveAsync(HttpContext http)
    {
        var (name, token) = ((string)http.GetRouteValue("provider")!, (string?)http.GetRouteValue("token"));
        if (await http.ReadBodyAsync(options.MaxHookBytes) is not { } body) return;
        var delivery = new HookDelivery(http.Request.Headers, body);
        var provider = providers.Find(name) is { Info.IsConfigured: true } known ? known as IEventSender : null;
        await using var db = await contexts.CreateDbContextAsync(http.RequestAborted);
        var hook = token is null ? null : await FindAsync(db, name, token, http.RequestAborted);
        if (!IsAuthentic(provider, delivery, token is null ? [provider?.SharedSecret] : SecretsOf(hook)))
        {
            LogRefused(HookIntake.ForLog(name), http.Connection.RemoteIpAddress?.ToString());
            await http.AnswerAsync(StatusCodes.Status401Unauthorized, "unauthorized");
            return;
        }
        try
        {
            var told = provider!.Read(delivery);
            var links = hook is not null ? [new Concerned(hook.OrganizationId, hook.IntegrationId)] : await ConcernedAsync(db, name, told.ExternalId, http.RequestAborted);
            // Once it is written it is told, though the vendor may have gone by then.
            var stored = await StoreAsync(db, links, told, body);
            if (stored > 0) loop.Wake();
            await http.AnswerAsync(
                links.Count > 0 && stored == 0 ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
                told.Action is VendorAction.Ping ? "pong" : links.Count == 0 ? "ignored" : stored == 0 ? "duplicate" : "accepted");
        }
        catch (FormatException e)
        {
            LogUnreadable(HookIntake.ForLog(name), e.Message);
            await http.AnswerAsync(StatusCodes.Status400BadRequest, "unreadable");
        }
    }

    /// <summary>Whose integration an event is about.</summary>
    private sealed record Concerned(Guid OrganizationId, Guid IntegrationId);

    private static Task<IntegrationHook?> FindAsync(IntegrationsDb db, string provider, string token, CancellationToken ct)
    {
        var hash = InboundHook.Hash(token.Length <= MaxTokenLength ? token : "");
        return db.IntegrationHooks.FirstOrDefaultAsync(h => h.TokenHash == hash && db.OrganizationIntegrations.Any(i => i.Id == h.IntegrationId && i.Integration.Provider == provider), ct);
    }

    private string?[] SecretsOf(IntegrationHook? hook) => hook is null ? [null] : [hook.Secret(secrets), hook.PreviousSecret(secrets, clock.Now())];

    private bool IsAuthentic(IEventSender? provider, HookDelivery delivery, string?[] allowed)
    {
        if (provider is null || allowed is [null])
        {
            Signatures.IsHmacSha256(delivery.Body.Span, _nobodysSecret, new string('0', 64), "");
            return false;
        }
        return allowed.OfType<string>().Any(secret => provider.IsAuthentic(delivery, secret));
    }

    private static async Task<List<Concerned>> ConcernedAsync(IntegrationsDb db, string provider, string? externalId, CancellationToken ct) =>
        externalId is null
            ? []
            : await db.OrganizationIntegrations.Where(i => i.Integration.Provider == provider && i.Integration.ExternalId == externalId).Select(i => new Concerned(i.OrganizationId, i.Id)).ToListAsync(ct);

    /// <returns>For how many of the integrations it was not there yet.</returns>
    private async Task<int> StoreAsync(IntegrationsDb db, List<Concerned> links, VendorEvent told, byte[] body)
    {
        var ids = links.ConvertAll(link => link.IntegrationId);
        var known = IntegrationEvent.UsableId(told) is { } id ? await db.IntegrationEvents.Where(e => ids.Contains(e.IntegrationId) && e.DeliveryId == id).Select(e => e.IntegrationId).ToListAsync() : [];
        var missing = links.Where(link => !known.Contains(link.IntegrationId)).ToList();
        db.AddRange(missing.Select(link => new IntegrationEvent(link.OrganizationId, link.IntegrationId, told, body, clock.Now())));
        try
        {
            await db.SaveChangesAsync();
            return missing.Count;
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            // The same delivery came twice at once, and the other one is first.
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An event of {Provider} from {Address} was refused: unknown address or wrong signature")]
    private partial void LogRefused(string provider, string? address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An authentic event of {Provider} cannot be read: {Reason}")]
    private partial void LogUnreadable(string provider, string reason);
}
