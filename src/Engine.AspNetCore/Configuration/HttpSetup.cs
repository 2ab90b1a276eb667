using GraphQLPlugins.Engine.AspNetCore.Persisted;

namespace GraphQLPlugins.Engine.AspNetCore.Configuration;

/// <summary>What the HTTP side of one schema was configured with. One named options object a schema.</summary>
internal sealed class HttpSetup
{
    /// <summary>Default of <see cref="MaxRequestBytes"/>.</summary>
    public const int DefaultMaxRequestBytes = 1024 * 1024;

    /// <summary>Bytes of a JSON body, or of the JSON part of an upload; one more is HC0010.</summary>
    public int MaxRequestBytes { get; set; } = DefaultMaxRequestBytes;

    /// <summary>How results are put into responses.</summary>
    public HttpResponseFormatterOptions Formatting { get; } = new();

    /// <summary>Stored documents.</summary>
    public PersistedSetup Persisted { get; } = new();

    /// <summary>Makes the interceptor of HTTP requests; null: none.</summary>
    public Func<IServiceProvider, IHttpRequestInterceptor>? HttpRequestInterceptor { get; set; }

    /// <summary>Makes the interceptor of sockets; null: the default one.</summary>
    public Func<IServiceProvider, ISocketSessionInterceptor>? SocketSessionInterceptor { get; set; }
}
