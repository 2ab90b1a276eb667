using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Kernel.Egress;

namespace GraphQLPlugins.Catalog.Remotes;

/// <summary>Asks the server behind a remote repository over its public graph, and notes how it answers.</summary>
internal sealed class RemoteClient(EgressGuard egress, RepositoryTokens tokens, RemoteHealth health, CatalogOptions options)
{
    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    /// <returns>The member <c>data</c> of the answer.</returns>
    /// <exception cref="UpstreamUnavailableException">The server gives no usable answer.</exception>
    public async Task<JsonElement> AskAsync(Repository repository, string document, object variables, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(options.RemoteTimeout);
        try
        {
            var data = await SendAsync(repository, document, variables, time.Token);
            await health.AnsweredAsync(repository, watch.Elapsed, ct);
            return data;
        }
        catch (UpstreamUnavailableException fault)
        {
            throw await FailedAsync(fault);
        }
        catch (UrlNotAllowedException fault)
        {
            throw await FailedAsync(Unavailable(repository, fault.Message));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw await FailedAsync(Unavailable(repository, "it cannot be reached"));
        }
        catch (Exception fault) when (fault is TimeoutException || (fault is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw await FailedAsync(Unavailable(repository, $"it did not answer within {options.RemoteTimeout.TotalSeconds:0.#} s"));
        }
        catch (Exception fault) when (fault is JsonException or ResponseTooLargeException or InvalidOperationException or KeyNotFoundException)
        {
            throw await FailedAsync(Unavailable(repository, "its answer is not that of a server of this kind"));
        }

        async Task<UpstreamUnavailableException> FailedAsync(UpstreamUnavailableException fault)
        {
            await health.FailedAsync(repository, fault.Message, ct);
            return fault;
        }
    }

    private async Task<JsonElement> SendAsync(Repository repository, string document, object variables, CancellationToken ct)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { query = document, variables }));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, repository.Endpoint) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        if (tokens.Open(repository) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await egress.SendAsync(request, ct);
        if ((int)response.StatusCode is 401 or 403)
            throw Unavailable(repository, $"it refuses {(repository.HasToken ? "the repository's token" : "to be asked without a token")} (HTTP {(int)response.StatusCode})");
        if ((int)response.StatusCode is not 200 and not 400)
            throw Unavailable(repository, $"it answered with HTTP {(int)response.StatusCode}");
        await using var body = new MemoryStream();
        await egress.ReadAsync(response, body, MaxAnswerBytes, ct);
        using var answer = JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        // Its words are not ours to repeat in full: a code says enough.
        if (answer.RootElement.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array && errors.GetArrayLength() > 0)
            throw Unavailable(repository, $"it answered with the error {CodeOf(errors[0])}");
        return answer.RootElement.GetProperty("data").Clone();
    }

    private static string CodeOf(JsonElement error) =>
        error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String
        && code.GetString() is { Length: > 0 and <= 64 } text && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? text
            : "without a code";

    private static UpstreamUnavailableException Unavailable(Repository repository, string reason) => new($"The repository '{repository.Name}'", reason);
}
