using GraphQLPlugins.Engine.AspNetCore;
using GraphQLPlugins.Engine.AspNetCore.Endpoints;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Configures a mapped GraphQL endpoint further.</summary>
public sealed class GraphQLEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder _inner;
    private readonly GraphQLEndpoint _endpoint;

    internal GraphQLEndpointConventionBuilder(IEndpointConventionBuilder inner, GraphQLEndpoint endpoint)
    {
        _inner = inner;
        _endpoint = endpoint;
    }

    /// <summary>Replaces the endpoint's options.</summary>
    public GraphQLEndpointConventionBuilder WithOptions(GraphQLServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _endpoint.Options = options;
        return this;
    }

    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention) => _inner.Add(convention);

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finalConvention) => _inner.Finally(finalConvention);
}
