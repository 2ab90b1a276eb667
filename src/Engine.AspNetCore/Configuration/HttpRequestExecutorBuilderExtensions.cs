using GraphQLPlugins.Engine.AspNetCore;
using GraphQLPlugins.Engine.AspNetCore.Configuration;
using GraphQLPlugins.Engine.AspNetCore.Persisted;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Types;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the HTTP side of a schema.</summary>
public static class HttpRequestExecutorBuilderExtensions
{
    /// <summary>Looks at HTTP requests with an interceptor made by the services; the last one added counts.</summary>
    public static IRequestExecutorBuilder AddHttpRequestInterceptor<T>(this IRequestExecutorBuilder builder) where T : class, IHttpRequestInterceptor =>
        builder.AddHttpRequestInterceptor(services => ActivatorUtilities.GetServiceOrCreateInstance<T>(services));

    /// <summary>Looks at HTTP requests with an interceptor; the last one added counts.</summary>
    public static IRequestExecutorBuilder AddHttpRequestInterceptor<T>(this IRequestExecutorBuilder builder, Func<IServiceProvider, T> factory)
        where T : class, IHttpRequestInterceptor => builder.ConfigureHttp(setup => setup.HttpRequestInterceptor = factory);

    /// <summary>Looks at HTTP requests with a delegate; it runs after the default interceptor.</summary>
    public static IRequestExecutorBuilder AddHttpRequestInterceptor(this IRequestExecutorBuilder builder, HttpRequestInterceptorDelegate intercept) =>
        builder.AddHttpRequestInterceptor(_ => new DelegateHttpRequestInterceptor(intercept));

    /// <summary>Takes part in sockets with an interceptor made by the services; the last one added counts.</summary>
    public static IRequestExecutorBuilder AddSocketSessionInterceptor<T>(this IRequestExecutorBuilder builder) where T : class, ISocketSessionInterceptor =>
        builder.AddSocketSessionInterceptor(services => ActivatorUtilities.GetServiceOrCreateInstance<T>(services));

    /// <summary>Takes part in sockets with an interceptor; the last one added counts.</summary>
    public static IRequestExecutorBuilder AddSocketSessionInterceptor<T>(this IRequestExecutorBuilder builder, Func<IServiceProvider, T> factory)
        where T : class, ISocketSessionInterceptor => builder.ConfigureHttp(setup => setup.SocketSessionInterceptor = factory);

    /// <summary>How this schema's results are put into responses.</summary>
    public static IRequestExecutorBuilder ModifyHttpResponses(this IRequestExecutorBuilder builder, Action<HttpResponseFormatterOptions> configure) =>
        builder.ConfigureHttp(setup => configure(setup.Formatting));

    /// <summary>How results of all schemas are put into responses.</summary>
    public static IServiceCollection AddHttpResponseFormatter(this IServiceCollection services, HttpResponseFormatterOptions options) =>
        services.ConfigureAll<HttpSetup>(setup => setup.Formatting.HttpTransportVersion = options.HttpTransportVersion);

    /// <summary>Runs documents that are stored under an id; needs a storage.</summary>
    public static IRequestExecutorBuilder UsePersistedOperationPipeline(this IRequestExecutorBuilder builder) =>
        builder.ConfigureHttp(setup => setup.Persisted.IsEnabled = true);

    /// <summary>Runs documents that are stored under an id, and stores those that clients send along with their hash; in memory when there is no storage.</summary>
    public static IRequestExecutorBuilder UseAutomaticPersistedOperationPipeline(this IRequestExecutorBuilder builder) =>
        builder.ConfigureHttp(setup => setup.Persisted.IsEnabled = setup.Persisted.IsAutomatic = true);

    /// <summary>How stored documents are used.</summary>
    public static IRequestExecutorBuilder ModifyPersistedOperations(this IRequestExecutorBuilder builder, Action<PersistedOperationOptions> configure) =>
        builder.ConfigureHttp(setup => configure(setup.Persisted.Options));

    /// <summary>Keeps documents in a folder, <c>{id}.graphql</c> each; <c>persisted_operations</c> by default.</summary>
    public static IRequestExecutorBuilder AddFileSystemOperationDocumentStorage(this IRequestExecutorBuilder builder, string? cacheDirectory = null) =>
        builder.AddOperationDocumentStorage(_ => new FileSystemOperationDocumentStorage(cacheDirectory ?? "persisted_operations"));

    /// <summary>Keeps documents in memory, a thousand at most.</summary>
    public static IRequestExecutorBuilder AddInMemoryOperationDocumentStorage(this IRequestExecutorBuilder builder)
    {
        var storage = new InMemoryOperationDocumentStorage();
        return builder.AddOperationDocumentStorage(_ => storage);
    }

    /// <summary>Keeps documents in a storage of the application's own.</summary>
    public static IRequestExecutorBuilder AddOperationDocumentStorage(this IRequestExecutorBuilder builder,
        Func<IServiceProvider, IOperationDocumentStorage> factory) => builder.ConfigureHttp(setup => setup.Persisted.Storage = factory);

    /// <summary>Registers the scalar <c>Upload</c>, whose values are files of multipart requests.</summary>
    public static IRequestExecutorBuilder AddUploadType(this IRequestExecutorBuilder builder) => builder.AddType<UploadType>();

    internal static IRequestExecutorBuilder ConfigureHttp(this IRequestExecutorBuilder builder, Action<HttpSetup> configure)
    {
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }
}
