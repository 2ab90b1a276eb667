using GraphQLPlugins.Engine.AspNetCore.Responses;
using GraphQLPlugins.Engine.AspNetCore.Uploads;
using Microsoft.Extensions.ObjectPool;

namespace GraphQLPlugins.Engine.AspNetCore.Requests;

/// <summary>The objects that one HTTP request needs, used again by the next.</summary>
internal sealed class HttpExchange : IDisposable
{
    private static readonly ObjectPool<HttpExchange> Pool = new DefaultObjectPool<HttpExchange>(new DefaultPooledObjectPolicy<HttpExchange>(), 256);

    public RequestBuffer Body { get; } = new();

    public HttpOperationRequest Request { get; } = new();

    public CountingWriter Counter { get; } = new();

    /// <summary>Requests of a JSON array, the first included; null for a single request.</summary>
    public List<HttpOperationRequest>? Batch { get; set; }

    /// <summary>The form of an upload; null for everything else. Disposed by the handler, because that waits.</summary>
    public UploadForm? Form { get; set; }

    public static HttpExchange Rent() => Pool.Get();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Batch is not null)
        {
            foreach (var request in Batch) request.Dispose();
            Batch = null;
        }
        Form = null;
        Request.Dispose();
        Body.Dispose();
        Pool.Return(this);
    }
}
