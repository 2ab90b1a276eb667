using GraphQLPlugins.Engine.Binding.Mutations;
using GraphQLPlugins.Engine.Binding.Relay;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Conventions for mutations, errors and global ids.</summary>
public static class ConventionRequestExecutorBuilderExtensions
{
    /// <summary>Mutations take one input argument and return a payload; their errors are part of it.</summary>
    public static IRequestExecutorBuilder AddMutationConventions(this IRequestExecutorBuilder builder, bool applyToAllMutations = true) =>
        builder.AddMutationConventions(new MutationConventionOptions { ApplyToAllMutations = applyToAllMutations });

    /// <inheritdoc cref="AddMutationConventions(IRequestExecutorBuilder, bool)"/>
    public static IRequestExecutorBuilder AddMutationConventions(this IRequestExecutorBuilder builder, MutationConventionOptions options) =>
        builder.ConfigureSchema(schema => schema.TryAddInterceptor(new MutationConvention(options)));

    /// <summary>Query fields with typed errors return a union of result and errors.</summary>
    public static IRequestExecutorBuilder AddQueryConventions(this IRequestExecutorBuilder builder) =>
        builder.ConfigureSchema(schema => schema.TryAddInterceptor(new QueryConvention()));

    /// <summary>The interface of all errors; it needs a field that holds the message.</summary>
    public static IRequestExecutorBuilder AddErrorInterfaceType<T>(this IRequestExecutorBuilder builder) =>
        builder.ConfigureSchema(schema => schema.Features.Set(new ErrorInterface(typeof(T))));

    /// <summary>Payloads get a field with the query type.</summary>
    public static IRequestExecutorBuilder AddQueryFieldToMutationPayloads(
        this IRequestExecutorBuilder builder, Action<MutationPayloadOptions>? configure = null) => builder.ConfigureSchema(schema =>
    {
        var options = new MutationPayloadOptions();
        configure?.Invoke(options);
        schema.TryAddInterceptor(new PayloadQueryField(options));
    });

    /// <summary>Ids are unique in the whole graph; adds <c>Node</c>, <c>node</c> and <c>nodes</c>.</summary>
    public static IRequestExecutorBuilder AddGlobalObjectIdentification(this IRequestExecutorBuilder builder) =>
        builder.AddGlobalObjectIdentification(registerNodeInterface: true);

    /// <summary>Ids are unique in the whole graph.</summary>
    /// <param name="builder">The schema's builder.</param>
    /// <param name="registerNodeInterface">Whether there are <c>Node</c>, <c>node</c> and <c>nodes</c>.</param>
    public static IRequestExecutorBuilder AddGlobalObjectIdentification(this IRequestExecutorBuilder builder, bool registerNodeInterface)
    {
        builder.Services.TryAddSingleton<INodeIdSerializer>(sp => new DefaultNodeIdSerializer(sp.GetServices<INodeIdValueSerializer>()));
        return builder.ConfigureSchema(schema =>
        {
            schema.Features.Set(new GlobalObjectIdentification { RegisterNodeInterface = registerNodeInterface });
            schema.TryAddInterceptor(new NodeFields());
        });
    }

    /// <summary>Says how global ids are written.</summary>
    public static IRequestExecutorBuilder AddDefaultNodeIdSerializer(
        this IRequestExecutorBuilder builder, int maxIdLength = 1024, bool outputNewIdFormat = true, bool useUrlSafeBase64 = false)
    {
        builder.Services.Replace(ServiceDescriptor.Singleton<INodeIdSerializer>(
            sp => new DefaultNodeIdSerializer(sp.GetServices<INodeIdValueSerializer>(), maxIdLength, outputNewIdFormat, useUrlSafeBase64)));
        return builder;
    }

    /// <summary>Writes global ids in the older form.</summary>
    public static IRequestExecutorBuilder AddLegacyNodeIdSerializer(this IRequestExecutorBuilder builder, int maxIdLength = 1024) =>
        builder.AddDefaultNodeIdSerializer(maxIdLength, outputNewIdFormat: false);

    /// <summary>Adds CLR types whose values may be inner ids.</summary>
    public static IRequestExecutorBuilder AddNodeIdValueSerializer<T>(this IRequestExecutorBuilder builder) where T : class, INodeIdValueSerializer
    {
        builder.Services.AddSingleton<INodeIdValueSerializer, T>();
        return builder;
    }
}
