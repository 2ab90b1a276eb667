using GraphQLPlugins.Engine.AspNetCore.Configuration;
using GraphQLPlugins.Engine.AspNetCore.Requests;
using GraphQLPlugins.Engine.AspNetCore.SchemaFiles;
using GraphQLPlugins.Engine.AspNetCore.Sockets;
using GraphQLPlugins.Engine.AspNetCore.Streams;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Engine.AspNetCore.Endpoints;

/// <summary>All that answers requests over one schema; made once.</summary>
internal sealed class SchemaTransports
{
    private SchemaTransports(IRequestExecutor executor, HttpSetup setup, IServiceProvider services)
    {
        var options = executor.Schema.Features.Get<RequestExecutorOptions>() ?? new RequestExecutorOptions();
        var time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var runner = new RequestRunner(executor, setup, services);
        ServesFile = options.EnableSchemaFileSupport;
        File = new SchemaFile(executor.Schema, time.GetUtcNow(), RequestExecutorBuilder.DefaultSchemaName);
        Operations = new OperationHandler(runner, options.Limits, time, services.GetRequiredService<ILogger<OperationHandler>>());
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        SharedStreams = new SharedStreamHandler(runner, time, stopping, services.GetRequiredService<ILogger<SharedStreamHandler>>());
        Sockets = new SocketHandler(runner, setup.SocketSessionInterceptor?.Invoke(services) ?? new DefaultSocketSessionInterceptor(), time,
            stopping, services.GetRequiredService<ILogger<SocketHandler>>());
    }

    /// <summary>Whether the schema may be downloaded as a file.</summary>
    public bool ServesFile { get; }

    public SchemaFile File { get; }

    public OperationHandler Operations { get; }

    public SharedStreamHandler SharedStreams { get; }

    public SocketHandler Sockets { get; }

    /// <summary>Makes them, and the schema with them when nobody asked for it before.</summary>
    public static async ValueTask<SchemaTransports> GetAsync(IServiceProvider services, string? schemaName, CancellationToken cancellationToken)
    {
        var executor = await services.GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(schemaName, cancellationToken);
        var setup = services.GetRequiredService<IOptionsMonitor<HttpSetup>>().Get(executor.Schema.Name);
        return new SchemaTransports(executor, setup, executor.Services);
    }
}
