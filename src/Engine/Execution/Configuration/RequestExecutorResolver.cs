using System.Collections.Concurrent;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.CostAnalysis;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Engine.Execution.Configuration;

/// <summary>Builds each schema and its executor once, on first use.</summary>
internal sealed class RequestExecutorResolver(IServiceProvider services, IOptionsMonitor<SchemaSetup> schemas, IOptionsMonitor<ExecutionSetup> executions)
    : IRequestExecutorResolver
{
    private readonly ConcurrentDictionary<string, Lazy<IRequestExecutor>> _executors = new(StringComparer.Ordinal);

    public ValueTask<IRequestExecutor> GetRequestExecutorAsync(string? schemaName = null, CancellationToken cancellationToken = default)
    {
        var name = schemaName ?? RequestExecutorBuilder.DefaultSchemaName;
        return new(_executors.GetOrAdd(name, n => new Lazy<IRequestExecutor>(() => Build(n))).Value);
    }

    private RequestPipeline Build(string name)
    {
        var schema = SchemaBuilder.Build(name, schemas.Get(name), services);
        var setup = executions.Get(name);
        var options = new RequestExecutorOptions();
        foreach (var configure in setup.Options) configure(services, options);
        var validation = ValidationOptions.From(options.Limits);
        foreach (var configure in setup.Validation) validation = configure(services, validation);
        schema.Features.Set(options);
        return new RequestPipeline(new ExecutorSetup
        {
            Schema = schema, Services = services, Options = options, SchemaOptions = schema.Features.Get<SchemaOptions>() ?? new SchemaOptions(),
            ErrorFilters = [.. setup.ErrorFilters.Select(create => create(services))], Validation = validation,
            Checks = [.. ChecksOf(schema, setup)],
        });
    }

    private IEnumerable<IOperationCheck> ChecksOf(Schema schema, ExecutionSetup setup)
    {
        if (schema.Features.Get<CostOptions>() is { } cost) yield return new CostAnalyzer(cost);
        foreach (var create in setup.Checks) yield return create(services, schema);
    }
}
