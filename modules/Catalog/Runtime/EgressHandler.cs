using GraphQLPlugins.Kernel.Egress;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>A plugin's way out: every request through the egress guard, every answer read whole within bounds.</summary>
internal sealed class EgressHandler(EgressGuard guard, long maxBytes) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            // A copy, since the guard's own client sends no message that another client has taken.
            var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
            foreach (var (name, values) in request.Headers) copy.Headers.TryAddWithoutValidation(name, values);
            var response = await guard.SendAsync(copy, cancellationToken);
            var body = new MemoryStream();
            await guard.ReadAsync(response, body, maxBytes, cancellationToken);
            var headers = response.Content.Headers;
            response.Content = new ByteArrayContent(body.GetBuffer(), 0, (int)body.Length);
            foreach (var (name, values) in headers) response.Content.Headers.TryAddWithoutValidation(name, values);
            response.RequestMessage = request;
            return response;
        }
        catch (Exception e) when (e is UrlNotAllowedException or ResponseTooLargeException)
        {
            // The plugin knows neither type.
            throw new HttpRequestException(e.Message);
        }
    }
}
