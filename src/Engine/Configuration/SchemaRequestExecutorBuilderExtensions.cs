using GraphQLPlugins.Engine;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.CostAnalysis;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a schema is made of.</summary>
public static class SchemaRequestExecutorBuilderExtensions
{
    /// <summary>Runs on the schema builder when the schema is built; the way for everything that has no method of its own.</summary>
    public static IRequestExecutorBuilder ConfigureSchema(this IRequestExecutorBuilder builder, Action<SchemaBuilder> configure)
    {
        builder.Services.Configure<SchemaSetup>(builder.Name, setup => setup.Actions.Add(configure));
        return builder;
    }

    public static IRequestExecutorBuilder AddQueryType(this IRequestExecutorBuilder builder) => builder.AddRoot(OperationType.Query, null);

    public static IRequestExecutorBuilder AddQueryType<TQuery>(this IRequestExecutorBuilder builder) where TQuery : class =>
        builder.AddRoot(OperationType.Query, typeof(TQuery));

    public static IRequestExecutorBuilder AddQueryType(this IRequestExecutorBuilder builder, Type queryType) => builder.AddRoot(OperationType.Query, queryType);

    public static IRequestExecutorBuilder AddQueryType(this IRequestExecutorBuilder builder, Action<IObjectTypeDescriptor> configure) =>
        builder.ConfigureRoot(OperationType.Query, configure);

    public static IRequestExecutorBuilder AddQueryType<TQuery>(this IRequestExecutorBuilder builder, Action<IObjectTypeDescriptor<TQuery>> configure)
        where TQuery : class => builder.AddRoot(OperationType.Query, typeof(TQuery)).ConfigureRoot(OperationType.Query, d => configure((IObjectTypeDescriptor<TQuery>)d));

    public static IRequestExecutorBuilder AddMutationType(this IRequestExecutorBuilder builder) => builder.AddRoot(OperationType.Mutation, null);

    public static IRequestExecutorBuilder AddMutationType<TMutation>(this IRequestExecutorBuilder builder) where TMutation : class =>
        builder.AddRoot(OperationType.Mutation, typeof(TMutation));

    public static IRequestExecutorBuilder AddMutationType(this IRequestExecutorBuilder builder, Type mutationType) =>
        builder.AddRoot(OperationType.Mutation, mutationType);

    public static IRequestExecutorBuilder AddMutationType(this IRequestExecutorBuilder builder, Action<IObjectTypeDescriptor> configure) =>
        builder.ConfigureRoot(OperationType.Mutation, configure);

    public static IRequestExecutorBuilder AddMutationType<TMutation>(this IRequestExecutorBuilder builder, Action<IObjectTypeDescriptor<TMutation>> configure)
        where TMutation : class =>
        builder.AddRoot(OperationType.Mutation, typeof(TMutation)).ConfigureRoot(OperationType.Mutation, d => configure((IObjectTypeDescriptor<TMutation>)d));

    public static IRequestExecutorBuilder AddSubscriptionType(this IRequestExecutorBuilder builder) => builder.AddRoot(OperationType.Subscription, null);

    public static IRequestExecutorBuilder AddSubscriptionType<TSubscription>(this IRequestExecutorBuilder builder) where TSubscription : class =>
        builder.AddRoot(OperationType.Subscription, typeof(TSubscription));

    public static IRequestExecutorBuilder AddSubscriptionType(this IRequestExecutorBuilder builder, Type subscriptionType) =>
        builder.AddRoot(OperationType.Subscription, subscriptionType);

    public static IRequestExecutorBuilder AddSubscriptionType(this IRequestExecutorBuilder builder, Action<IObjectTypeDescriptor> configure) =>
        builder.ConfigureRoot(OperationType.Subscription, configure);

    public static IRequestExecutorBuilder AddSubscriptionType<TSubscription>(
        this IRequestExecutorBuilder builder, Action<IObjectTypeDescriptor<TSubscription>> configure) where TSubscription : class =>
        builder.AddRoot(OperationType.Subscription, typeof(TSubscription))
            .ConfigureRoot(OperationType.Subscription, d => configure((IObjectTypeDescriptor<TSubscription>)d));

    /// <summary>Registers annotated classes, schema type classes and plain classes; what each is for follows from its attributes and base class.</summary>
    public static IRequestExecutorBuilder AddTypes(this IRequestExecutorBuilder builder, params Type[] types) =>
        builder.ConfigureSchema(schema => schema.AddTypes(types));

    public static IRequestExecutorBuilder AddType<T>(this IRequestExecutorBuilder builder) => builder.AddType(typeof(T));

    public static IRequestExecutorBuilder AddType(this IRequestExecutorBuilder builder, Type type) => builder.ConfigureSchema(schema => schema.AddTypes(type));

    /// <summary>Registers a scalar made by hand; called once a schema.</summary>
    public static IRequestExecutorBuilder AddType(this IRequestExecutorBuilder builder, Func<ScalarType> factory) =>
        builder.ConfigureSchema(schema => schema.AddType(factory()));

    /// <summary>Registers a scalar made by hand. An instance belongs to one schema.</summary>
    public static IRequestExecutorBuilder AddType(this IRequestExecutorBuilder builder, ScalarType scalar) =>
        builder.ConfigureSchema(schema => schema.AddType(scalar));

    public static IRequestExecutorBuilder AddTypeExtension<T>(this IRequestExecutorBuilder builder) => builder.AddType(typeof(T));

    public static IRequestExecutorBuilder AddTypeExtension(this IRequestExecutorBuilder builder, Type extension) => builder.AddType(extension);

    public static IRequestExecutorBuilder AddObjectType<T>(this IRequestExecutorBuilder builder, Action<IObjectTypeDescriptor<T>>? configure = null) =>
        builder.ConfigureSchema(schema => schema.ConfigureObjectType(configure ?? (_ => { })));

    public static IRequestExecutorBuilder AddInputObjectType<T>(this IRequestExecutorBuilder builder) => builder.AddType<InputObjectType<T>>();

    public static IRequestExecutorBuilder AddInterfaceType<T>(this IRequestExecutorBuilder builder) => builder.AddType<InterfaceType<T>>();

    public static IRequestExecutorBuilder AddUnionType<T>(this IRequestExecutorBuilder builder) => builder.AddType<UnionType<T>>();

    public static IRequestExecutorBuilder AddEnumType<T>(this IRequestExecutorBuilder builder) => builder.AddType<EnumType<T>>();

    /// <summary>Values of the CLR type are of the schema type wherever they appear.</summary>
    public static IRequestExecutorBuilder BindRuntimeType<TRuntimeType, TSchemaType>(this IRequestExecutorBuilder builder) =>
        builder.BindRuntimeType<TRuntimeType>(typeof(TSchemaType));

    public static IRequestExecutorBuilder BindRuntimeType<TRuntimeType>(this IRequestExecutorBuilder builder, Type schemaType) =>
        builder.ConfigureSchema(schema => schema.BindRuntimeType(typeof(TRuntimeType), schemaType));

    /// <summary>Converts input values that arrive as one CLR type for parameters and properties of another.</summary>
    public static IRequestExecutorBuilder AddTypeConverter<TSource, TTarget>(this IRequestExecutorBuilder builder, Func<TSource, TTarget> convert) =>
        builder.ConfigureSchema(schema => schema.AddTypeConverter(convert));

    /// <summary>Adds a convention, made once a schema with the application's services.</summary>
    public static IRequestExecutorBuilder TryAddTypeInterceptor<T>(this IRequestExecutorBuilder builder) where T : TypeInterceptor =>
        builder.ConfigureSchema(schema => schema.TryAddInterceptor(ActivatorUtilities.CreateInstance<T>(schema.Services)));

    public static IRequestExecutorBuilder ModifyOptions(this IRequestExecutorBuilder builder, Action<SchemaOptions> configure) =>
        builder.ConfigureSchema(schema => configure(schema.Options));

    /// <summary>Builds the schema with services of its own, without starting anything; for tests and tools.</summary>
    public static ValueTask<Schema> BuildSchemaAsync(this IRequestExecutorBuilder builder, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var services = builder.Services.BuildServiceProvider();
        return new ValueTask<Schema>(SchemaBuilder.Build(builder.Name, services.GetRequiredService<IOptionsMonitor<SchemaSetup>>().Get(builder.Name), services));
    }

    /// <summary>The cost of operations is computed and limited, and the schema says what things cost.</summary>
    public static IRequestExecutorBuilder AddCostAnalyzer(this IRequestExecutorBuilder builder) =>
        builder.ConfigureSchema(schema => schema.Features.GetOrSet<CostOptions>());

    /// <summary>Changes weights and limits of the cost analysis; adds it when it is not there.</summary>
    public static IRequestExecutorBuilder ModifyCostOptions(this IRequestExecutorBuilder builder, Action<CostOptions> configure) =>
        builder.ConfigureSchema(schema => configure(schema.Features.GetOrSet<CostOptions>()));

    /// <summary>Changes the bounds of documents.</summary>
    public static IRequestExecutorBuilder ModifyParserOptions(this IRequestExecutorBuilder builder, Action<RequestParserOptions> configure) =>
        builder.ModifyRequestOptions(options => configure(new RequestParserOptions(options.Limits)));

    /// <summary>Builds the schema when the host starts instead of at the first request; a schema that is not valid stops the start.</summary>
    /// <param name="builder">The schema's builder.</param>
    /// <param name="warmup">Runs on the executor before requests are taken; null runs a small document.</param>
    /// <param name="keepWarm">For modules that run on either engine: here an executor lives as long as the host.</param>
    public static IRequestExecutorBuilder InitializeOnStartup(
        this IRequestExecutorBuilder builder, Func<IRequestExecutor, CancellationToken, Task>? warmup = null, bool keepWarm = false)
    {
        builder.Services.AddSingleton<IHostedService>(sp => new ExecutorWarmup(builder.Name, sp.GetRequiredService<IRequestExecutorResolver>(), warmup));
        return builder;
    }

    /// <summary>Registers the directive of a class with <c>[DirectiveType]</c>; its properties are the arguments.</summary>
    public static IRequestExecutorBuilder AddDirectiveType<T>(this IRequestExecutorBuilder builder) =>
        builder.ConfigureSchema(schema => schema.DirectiveTypes.Add(typeof(T)));

    private static IRequestExecutorBuilder AddRoot(this IRequestExecutorBuilder builder, OperationType operation, Type? type) =>
        builder.ConfigureSchema(schema => schema.AddRootType(operation, type));

    private static IRequestExecutorBuilder ConfigureRoot(this IRequestExecutorBuilder builder, OperationType operation, Action<IObjectTypeDescriptor> configure) =>
        builder.ConfigureSchema(schema => schema.ConfigureRootType(operation, configure));
}
