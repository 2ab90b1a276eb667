using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>Sends recorded requests to our server and renders what comes back as the recording does.</summary>
internal sealed partial class Replay(SampleHost host)
{
    // Which of them are in the recording is not compared, only their values where they are.
    private static readonly string[] ComparedHeaders = ["Content-Type", "Content-Disposition", "Cache-Control"];

    /// <summary>What the recording says of a response.</summary>
    public static string Expected(RecordedResponse response) =>
        Render(response.Status, ComparedHeaders.Select(h => (h, response.Headers.GetValueOrDefault(h))), response.Body, response.TotalChars);

    /// <summary>What our server answers.</summary>
    public async Task<string> AnswerAsync(RecordedExchange exchange)
    {
        using var request = RequestOf(exchange);
        // The one before may not have noticed yet that its client left.
        if (exchange.Response.IsOpen) await host.UntilListenersAsync(any: false);
        using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = exchange.Response.IsOpen ? await BeginningAsync(response, exchange.Response) : await response.Content.ReadAsStringAsync();
        return Render(response, body, exchange.Response);
    }

    /// <summary>The first event of a stream that stays open: one that somebody else causes, as in the recording, or a sign of life.</summary>
    private async Task<string> BeginningAsync(HttpResponseMessage response, RecordedResponse recorded)
    {
        await host.UntilListenersAsync(any: true);
        var state = State().Match(recorded.Body);
        if (state.Success) await host.SetStateAsync(state.Groups[1].Value);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        while (true)
        {
            var line = reader.ReadLineAsync();
            if (!state.Success) await host.PassTimeUntilAsync(line);
            if (await line is not { Length: > 0 } some) return text.ToString();
            text.Append(some).Append('\n');
        }
    }

    /// <summary>The request as curl would send it.</summary>
    public static HttpRequestMessage RequestOf(RecordedExchange exchange)
    {
        var request = new HttpRequestMessage(new HttpMethod(exchange.Method), exchange.Target);
        if (exchange.Body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(exchange.Body));
        if (exchange.Parts.Count > 0) request.Content = FormOf(exchange.Parts);
        foreach (var (name, value) in exchange.Headers.Where(h => h.Value.Length > 0))
        {
            if (name == "Content-Type") request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else request.Headers.TryAddWithoutValidation(name, value);
        }
        return request;
    }

    /// <summary>What came back, as <see cref="Expected"/> renders what was recorded.</summary>
    public static string Render(HttpResponseMessage response, string body, RecordedResponse recorded)
    {
        body = body.ReplaceLineEndings("\n");
        int? total = recorded.TotalChars is null ? null : body.Length;
        if (total is not null) body = body[..Math.Min(body.Length, recorded.Body.Length)];
        var headers = ComparedHeaders.Select(h => (h, ValueOf(response, h)));
        return Render((int)response.StatusCode, headers, body, total);
    }

    private static string Render(int status, IEnumerable<(string Name, string? Value)> headers, string body, int? totalChars)
    {
        var text = new StringBuilder().Append(status).Append('\n');
        foreach (var (name, value) in headers)
        {
            if (value is not null) text.Append(name).Append(": ").Append(value).Append('\n');
        }
        text.Append('\n').Append(body.Trim('\n')).Append('\n');
        return totalChars is null ? text.ToString() : text.Append(CultureInfo.InvariantCulture, $"… ({totalChars} chars in total)\n").ToString();
    }

    // As sent: the typed collections put a list into another order.
    private static string? ValueOf(HttpResponseMessage response, string header) =>
        response.Content.Headers.NonValidated.TryGetValues(header, out var content) ? content.ToString()
        : response.Headers.NonValidated.TryGetValues(header, out var general) ? general.ToString() : null;

    [GeneratedRegex(@"""state"":""([A-Z]+)""")]
    private static partial Regex State();

    private static MultipartFormDataContent FormOf(IEnumerable<(string Name, string Value)> parts)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in parts)
        {
            if (value.StartsWith('@')) form.Add(new ByteArrayContent("sample\n"u8.ToArray()), name, System.IO.Path.GetFileName(value));
            else form.Add(new StringContent(value, (MediaTypeHeaderValue?)null), name);
        }
        return form;
    }
}
