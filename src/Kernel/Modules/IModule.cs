using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Modules;

/// <summary>A part of the product. The host names each one once, in the order in which they depend on each other.</summary>
public interface IModule
{
    /// <summary>The module's word for itself, lower case: also its schema in the database.</summary>
    string Name { get; }

    /// <summary>Registers what the module needs. Its MediatR handlers are found without being named.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>Adds the module's types to the graph: normally the one generated call.</summary>
    void AddTypes(IRequestExecutorBuilder graph);

    /// <summary>Adds plain HTTP endpoints; most modules have none.</summary>
    void MapEndpoints(IEndpointRouteBuilder endpoints) { }

    /// <summary>Puts into the store what must be there, such as a singleton's row. Runs at every start after the migrations, by one host at a time.</summary>
    Task PrepareAsync(IServiceProvider services, CancellationToken ct) => Task.CompletedTask;
}
