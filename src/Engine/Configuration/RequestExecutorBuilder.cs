using GraphQLPlugins.Engine.Execution.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Configuration;

internal sealed class RequestExecutorBuilder(string name, IServiceCollection services) : IRequestExecutorBuilder
{
    /// <summary>The name of the schema that is meant when none is named.</summary>
    public const string DefaultSchemaName = "_Default";

    public string Name { get; } = name;

    public IServiceCollection Services { get; } = services;
}
