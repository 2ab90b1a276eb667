using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Execution.Configuration;

/// <summary>Configures one schema and its execution. Extension methods stand in <c>Microsoft.Extensions.DependencyInjection</c>.</summary>
public interface IRequestExecutorBuilder
{
    /// <summary>The schema's name.</summary>
    string Name { get; }

    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}
