using GraphQLPlugins.Engine;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>How requests are executed: options, limits, error filters.</summary>
public static class ExecutionRequestExecutorBuilderExtensions
{
    /// <summary>Changes the options of requests. Later calls win.</summary>
    public static IRequestExecutorBuilder ModifyRequestOptions(this IRequestExecutorBuilder builder, Action<RequestExecutorOptions> configure) =>
        builder.ConfigureExecution(setup => setup.Options.Add((_, options) => configure(options)));

    /// <inheritdoc cref="ModifyRequestOptions(IRequestExecutorBuilder, Action{RequestExecutorOptions})"/>
    public static IRequestExecutorBuilder ModifyRequestOptions(this IRequestExecutorBuilder builder, Action<IServiceProvider, RequestExecutorOptions> configure) =>
        builder.ConfigureExecution(setup => setup.Options.Add(configure));

    /// <summary>Adds a filter that sees every error before it is sent.</summary>
    public static IRequestExecutorBuilder AddErrorFilter(this IRequestExecutorBuilder builder, Func<IError, IError> filter) =>
        builder.ConfigureExecution(setup => setup.ErrorFilters.Add(_ => new DelegateErrorFilter(filter)));

    /// <summary>Adds a filter, made once with the application's services.</summary>
    public static IRequestExecutorBuilder AddErrorFilter<T>(this IRequestExecutorBuilder builder) where T : class, IErrorFilter =>
        builder.ConfigureExecution(setup => setup.ErrorFilters.Add(ActivatorUtilities.GetServiceOrCreateInstance<T>));

    /// <summary>Adds a filter, made once with the application's services.</summary>
    public static IRequestExecutorBuilder AddErrorFilter<T>(this IRequestExecutorBuilder builder, Func<IServiceProvider, T> factory) where T : class, IErrorFilter =>
        builder.ConfigureExecution(setup => setup.ErrorFilters.Add(factory));

    /// <summary>Refuses documents whose fields nest deeper (HotChocolate's opt-in rule; <see cref="Limits.MaxExecutionDepth"/> is on by default).</summary>
    public static IRequestExecutorBuilder AddMaxExecutionDepthRule(this IRequestExecutorBuilder builder, int maxAllowedExecutionDepth,
        bool skipIntrospectionFields = false) =>
        builder.ConfigureValidation((_, options) => options with
        {
            MaxExecutionDepth = maxAllowedExecutionDepth, SkipIntrospectionInExecutionDepth = skipIntrospectionFields,
        });

    /// <summary>Refuses documents in which a field stands more often inside itself. HC0087.</summary>
    public static IRequestExecutorBuilder AddMaxAllowedFieldCycleDepthRule(this IRequestExecutorBuilder builder, ushort? defaultCycleLimit = 3) =>
        builder.ConfigureValidation((_, options) => options with { MaxFieldCycleDepth = defaultCycleLimit ?? int.MaxValue });

    /// <summary>Takes that rule away.</summary>
    public static IRequestExecutorBuilder RemoveMaxAllowedFieldCycleDepthRule(this IRequestExecutorBuilder builder) =>
        builder.ConfigureValidation((_, options) => options with { MaxFieldCycleDepth = int.MaxValue });

    /// <summary>Hides the schema from clients: <c>__schema</c> and <c>__type</c> answer HC0046.</summary>
    public static IRequestExecutorBuilder DisableIntrospection(this IRequestExecutorBuilder builder, bool disable = true) =>
        builder.ConfigureValidation((_, options) => options with { AllowIntrospection = !disable });

    /// <summary>How many errors validation lists at most.</summary>
    public static IRequestExecutorBuilder SetMaxAllowedValidationErrors(this IRequestExecutorBuilder builder, int maxAllowedValidationErrors) =>
        builder.ConfigureExecution(setup =>
        {
            setup.Options.Add((_, options) => options.Limits.MaxValidationErrors = maxAllowedValidationErrors);
        });

    /// <summary>Builds schema and executor with services of their own; for tests and tools.</summary>
    public static ValueTask<IRequestExecutor> BuildRequestExecutorAsync(this IRequestExecutorBuilder builder, CancellationToken cancellationToken = default) =>
        builder.Services.BuildServiceProvider().GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(builder.Name, cancellationToken);

    /// <summary>Runs one document on an executor of its own; for tests and tools.</summary>
    public static async Task<IExecutionResult> ExecuteRequestAsync(this IRequestExecutorBuilder builder, string document,
        CancellationToken cancellationToken = default)
    {
        var executor = await builder.BuildRequestExecutorAsync(cancellationToken).ConfigureAwait(false);
        return await executor.ExecuteAsync(document, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs one request on an executor of its own; for tests and tools.</summary>
    public static async Task<IExecutionResult> ExecuteRequestAsync(this IRequestExecutorBuilder builder, IOperationRequest request,
        CancellationToken cancellationToken = default)
    {
        var executor = await builder.BuildRequestExecutorAsync(cancellationToken).ConfigureAwait(false);
        return await executor.ExecuteAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The executor of a schema. Errors: <see cref="SchemaException"/> when the schema is not valid.</summary>
    public static ValueTask<IRequestExecutor> GetRequestExecutorAsync(this IServiceProvider services, string? schemaName = null,
        CancellationToken cancellationToken = default) =>
        services.GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(schemaName, cancellationToken);

    /// <summary>Adds a check that sees each request before it runs.</summary>
    internal static IRequestExecutorBuilder AddOperationCheck(this IRequestExecutorBuilder builder, Func<IServiceProvider, Schema, IOperationCheck> create) =>
        builder.ConfigureExecution(setup => setup.Checks.Add(create));

    internal static IRequestExecutorBuilder ConfigureValidation(this IRequestExecutorBuilder builder,
        Func<IServiceProvider, ValidationOptions, ValidationOptions> configure) =>
        builder.ConfigureExecution(setup => setup.Validation.Add(configure));

    internal static IServiceCollection AddExecution(this IServiceCollection services)
    {
        services.TryAddSingleton<IRequestExecutorResolver, RequestExecutorResolver>();
        services.TryAddScoped<OperationScope>();
        services.AddDataLoaderCore();
        return services;
    }

    internal static IRequestExecutorBuilder ConfigureExecution(this IRequestExecutorBuilder builder, Action<ExecutionSetup> configure)
    {
        builder.Services.Configure(builder.Name, configure);
        return builder;
    }

    private sealed class DelegateErrorFilter(Func<IError, IError> filter) : IErrorFilter
    {
        public IError OnError(IError error) => filter(error);
    }
}
