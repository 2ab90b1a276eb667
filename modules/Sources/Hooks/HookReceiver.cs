using System.Globalization;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers.Plugins;
using GraphQLPlugins.Sources.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Hooks;

/// <summary>
/// Takes what sources tell: reads the body up to a bound, checks the signature over its bytes, stores the event, and only then answers.
/// What follows from it happens afterwards. An unknown address and a wrong signature get the same answer.
/// </summary>
internal sealed partial class HookReceiver(HookDirectory directory, IDbContextFactory<SourcesDb> contexts, HookEventLoop loop, SourcesOptions options, TimeProvider clock, ILogger<HookReceiver> log)
{
    /// <summary>Of built-in and one-off sources; of those that a plugin brings, whose names have a slash.</summary>
    public static readonly IReadOnlyList<string> Paths = ["/hooks/sources/{provider}/{token}", "/hooks/sources/{plugin}/{provider}/{token}"];

    // A source that cannot be asked is asked again by whoever sent the hook.
    private const int RetryAfterSeconds = 30;

    // Checked against when there is no such address, so that the same work is done.
    private readonly string _nobodysSecret = SecretBox.Generate();

    public async Task ReceiveAsync(HttpContext http)
    {
        var ct = http.RequestAborted;
        var name = (string)http.GetRouteValue("provider")!;
        if (http.GetRouteValue("plugin") is string plugin) name = PluginSources.NameOf(plugin, name);
        if (await http.ReadBodyAsync(options.MaxHookBytes) is not { } body) return;
        try
        {
            await TakeAsync(http, name, new HookDelivery(http.Request.Headers, body), ct);
        }
        catch (RefusalException e) when (e is ProviderException or SourceNotAvailableException)
        {
            LogUnavailable(HookIntake.ForLog(name), e.Message);
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            await http.AnswerAsync(StatusCodes.Status503ServiceUnavailable, "unavailable");
        }
    }

    private async Task TakeAsync(HttpContext http, string name, HookDelivery delivery, CancellationToken ct)
    {
        var token = (string)http.GetRouteValue("token")!;
        var address = await directory.FindAsync(name, token, again: false, ct);
        var isAuthentic = await IsAuthenticAsync(address, delivery, ct);
        if (!isAuthentic) isAuthentic = await IsAuthenticAsync(address = await directory.FindAsync(name, token, again: true, ct), delivery, ct);
        if (address is null || !isAuthentic)
        {
            LogRefused(HookIntake.ForLog(name), http.Connection.RemoteIpAddress?.ToString());
            await http.AnswerAsync(StatusCodes.Status401Unauthorized, "unauthorized");
            return;
        }
        try
        {
            var reading = await address.Provider.ReadAsync(delivery, ct);
            var stored = await StoreAsync(new HookEvent(address, reading, delivery.Body, http.Request.Headers.Digest(), IgnoredBecause(address, reading), clock.Now()), ct);
            await http.AnswerAsync(stored ? StatusCodes.Status202Accepted : StatusCodes.Status200OK, stored ? reading.IsPing ? "pong" : "accepted" : "duplicate");
        }
        catch (FormatException e)
        {
            LogUnreadable(address.HookId, e.Message);
            await http.AnswerAsync(StatusCodes.Status400BadRequest, "unreadable");
        }
    }

    private async ValueTask<bool> IsAuthenticAsync(HookAddress? address, HookDelivery delivery, CancellationToken ct)
    {
        if (address is null)
        {
            Signatures.IsHmacSha256(delivery.Body.Span, _nobodysSecret, "sha256=" + new string('0', 64), "sha256=");
            return false;
        }
        return await address.Provider.IsAuthenticAsync(delivery, address.Secret, ct)
            || (address.PreviousSecret is { } previous && clock.Now() < address.PreviousUntil && await address.Provider.IsAuthenticAsync(delivery, previous, ct));
    }

    private static string? IgnoredBecause(HookAddress address, HookReading reading)
    {
        if (reading.IsPing) return "It is a ping.";
        if (reading.IgnoredBecause is { } reason) return reason;
        if (address.RepoId is null) return reading.RepoId is null ? "It names no repository." : null;
        return reading.RepoId is { } told && !string.Equals(told, address.RepoId, StringComparison.OrdinalIgnoreCase) ? "It is about another repository than its address." : null;
    }

    /// <returns>False when the delivery is there already.</returns>
    private async Task<bool> StoreAsync(HookEvent told, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(told);
        try
        {
            // Once it is written it is told, though the source may have gone by then.
            await db.SaveChangesAsync(CancellationToken.None);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            return false;
        }
        if (told.Status is HookEventStatus.Received) loop.Wake();
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A hook for {Provider} from {Address} was refused: unknown address or wrong signature")]
    private partial void LogRefused(string provider, string? address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A hook for {Provider} cannot be taken now: {Reason}")]
    private partial void LogUnavailable(string provider, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A signed delivery to the hook {Hook} cannot be read: {Reason}")]
    private partial void LogUnreadable(Guid hook, string reason);
}
