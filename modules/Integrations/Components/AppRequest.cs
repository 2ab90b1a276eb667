using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Headers;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>An app could not be asked, or gave no usable answer; the message is for people.</summary>
internal sealed class AppAnswerException(string message) : Exception(message);

/// <summary>Asks an app for something at its own host: signed, through the egress guard, bounded in time and size.</summary>
internal sealed class AppRequest(EgressGuard egress, SecretBox box, IntegrationsOptions options)
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>What a GET answers, as JSON.</summary>
    /// <param name="secret">The newest secret of the app.</param>
    /// <exception cref="AppAnswerException">There is no usable answer.</exception>
    public async Task<JsonElement> GetAsync(App app, AppSecret secret, string pathAndQuery, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(app.WebhookUrl!), pathAndQuery));
        // The app's own headers first, so that none of them takes the place of ours.
        foreach (var header in app.Headers) request.Headers.TryAddWithoutValidation(header.Name, header.Open(app.Id, box));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("Request-ID", Guid.NewGuid().ToString("N"));
        request.Headers.TryAddWithoutValidation("Sentry-App-Signature", Signature(secret.Open(box), []));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.ChoicesTimeout);
        try
        {
            using var response = await egress.SendAsync(request, limit.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new AppAnswerException($"The app answered with the status {(int)response.StatusCode}.");
            using var body = new MemoryStream();
            await egress.ReadAsync(response, body, MaxBytes, limit.Token);
            return JsonElement.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (JsonException)
        {
            throw new AppAnswerException("The app's answer is no JSON.");
        }
        catch (Exception e) when (e is UrlNotAllowedException or ResponseTooLargeException)
        {
            throw new AppAnswerException(e.Message);
        }
        catch (HttpRequestException)
        {
            throw new AppAnswerException("The app cannot be reached.");
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            throw new AppAnswerException($"The app did not answer within {options.ChoicesTimeout.TotalSeconds:0.#} s.");
        }
    }

    /// <summary>Lower case hexadecimal HMAC-SHA256 of a body.</summary>
    public static string Signature(string secret, ReadOnlySpan<byte> body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body));
}
