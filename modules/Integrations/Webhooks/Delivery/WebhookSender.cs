using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GraphQLPlugins.Integrations.Webhooks.Log;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Webhooks.Delivery;

/// <summary>What an attempt means for the delivery.</summary>
internal enum AttemptOutcome
{
    /// <summary>The receiver has it.</summary>
    Accepted,

    /// <summary>Another time it may work.</summary>
    Retry,

    /// <summary>It would end the same way again.</summary>
    Refused,

    /// <summary>The receiver wants nothing more, ever.</summary>
    Gone,
}

/// <summary>One request and what came of it.</summary>
internal sealed record SentAttempt(WebhookAttempt Attempt, AttemptOutcome Outcome, DateTimeOffset? RetryAfter);

/// <summary>Sends one signed request to a receiver, through the egress guard, bounded in time and in what is read. Never follows a redirect, and never throws for what the receiver does.</summary>
internal sealed class WebhookSender(EgressGuard egress, WebhookOptions options, TimeProvider clock)
{
    private const int MaxBodyCharacters = 1024;
    private const int MaxHeaders = 50;
    private const int MaxHeaderCharacters = 500;
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    public async Task<SentAttempt> SendAsync(DeliveryTarget target, string messageId, string eventType, bool isReplay, byte[] body, CancellationToken ct)
    {
        var now = clock.Now();
        var own = OwnHeaders(target, messageId, eventType, isReplay, body, now);
        var started = Stopwatch.GetTimestamp();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var request = Request(target, own, body);
            using var response = await egress.SendAsync(request, limit.Token, followRedirects: false);
            var (outcome, error) = Judge(response.StatusCode);
            var retryAfter = outcome == AttemptOutcome.Retry || response.StatusCode == HttpStatusCode.TooManyRequests ? RetryAfter(response, now) : null;
            // A receiver that says when to come back has asked for it; any other refusal would be the same again.
            if (retryAfter is not null) outcome = AttemptOutcome.Retry;
            var text = outcome == AttemptOutcome.Accepted ? null : await BeginningAsync(response, limit.Token);
            return new SentAttempt(new WebhookAttempt(now, Elapsed(started), (int)response.StatusCode, own, Shown(response), text, error), outcome, retryAfter);
        }
        catch (UrlNotAllowedException e)
        {
            return Unanswered(AttemptOutcome.Refused, e.Message);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return Unanswered(AttemptOutcome.Retry, $"The receiver did not answer within {options.Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return Unanswered(AttemptOutcome.Retry, Describe(e));
        }

        SentAttempt Unanswered(AttemptOutcome outcome, string error) => new(new WebhookAttempt(now, Elapsed(started), null, own, [], null, error), outcome, null);
    }

    private static List<WebhookHeader> OwnHeaders(DeliveryTarget target, string messageId, string eventType, bool isReplay, byte[] body, DateTimeOffset now)
    {
        var timestamp = now.ToUnixTimeSeconds();
        List<WebhookHeader> headers =
        [
            new("Content-Type", "application/json"),
            new("User-Agent", "GraphQLPlugins"),
            new("webhook-id", messageId),
            new("webhook-timestamp", $"{timestamp}"),
            new("webhook-signature", Signatures.Standard(target.SigningKeys, messageId, timestamp, body)),
            new("Request-ID", Guid.NewGuid().ToString("N")),
            new("Sentry-Hook-Resource", eventType[..eventType.IndexOf('.')]),
            new("Sentry-Hook-Timestamp", $"{timestamp}"),
            new("Sentry-Hook-Signature", Signatures.Hook(target.HookSecret, body)),
        ];
        if (isReplay) headers.Add(new WebhookHeader("Webhook-Replay", "true"));
        return headers;
    }

    private static HttpRequestMessage Request(DeliveryTarget target, List<WebhookHeader> own, byte[] body)
    {
        if (!Uri.TryCreate(target.Webhook.TargetUrl, UriKind.Absolute, out var uri)) throw new UrlNotAllowedException(target.Webhook.TargetUrl, "it is not an absolute address.");
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(body) { Headers = { ContentType = JsonType } } };
        // The owner's first, so that none of them takes the place of ours.
        foreach (var (name, value) in target.Headers) request.Headers.TryAddWithoutValidation(name, value);
        foreach (var header in own.Skip(1))
        {
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }
        return request;
    }

    private static (AttemptOutcome, string?) Judge(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => (AttemptOutcome.Accepted, null),
        410 => (AttemptOutcome.Gone, "The receiver is gone."),
        >= 300 and < 400 => (AttemptOutcome.Refused, "The receiver redirects, which is not followed."),
        429 => (AttemptOutcome.Refused, "The receiver wants fewer requests."),
        >= 400 and < 500 => (AttemptOutcome.Refused, "The receiver refused it."),
        // Not implemented, and another version of HTTP: it would be the same the next time.
        501 or 505 => (AttemptOutcome.Refused, "The receiver cannot take it."),
        _ => (AttemptOutcome.Retry, "The receiver failed."),
    };

    private static DateTimeOffset? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.RetryAfter is not { } after ? null : after.Date ?? now + after.Delta;

    private static async Task<string?> BeginningAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var bytes = new byte[4 * MaxBodyCharacters];
            var read = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
            return Cut(Encoding.UTF8.GetString(bytes, 0, read), MaxBodyCharacters);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status has been told; the rest of the answer is only for people.
            return null;
        }
    }

    private static List<WebhookHeader> Shown(HttpResponseMessage response) =>
        [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Take(MaxHeaders).Select(h => new WebhookHeader(Cut(h.Key, MaxHeaderCharacters), Cut(h.Value.ToString(), MaxHeaderCharacters)))];

    // Databases keep no NUL in JSON, and half a surrogate pair is no text.
    private static string Cut(string text, int length)
    {
        text = text.Replace("\0", "", StringComparison.Ordinal);
        if (text.Length <= length) return text;
        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }

    private static string Describe(Exception e) => e is HttpRequestException { HttpRequestError: var kind }
        ? kind switch
        {
            HttpRequestError.NameResolutionError => "The receiver's name is not known.",
            HttpRequestError.ConnectionError => "The receiver cannot be reached.",
            HttpRequestError.SecureConnectionError => "No secure connection to the receiver can be made.",
            _ => "The receiver broke off, or answered against the protocol.",
        }
        : "The receiver broke off.";

    private static int Elapsed(long started) => (int)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}
