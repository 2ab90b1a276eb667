using GraphQLPlugins.Engine;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Data;
using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Types.Pagination;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a schema's builder says about data fields.</summary>
public static class DataRequestExecutorBuilderExtensions
{
    /// <summary>Allows <c>[UseFiltering]</c>, and query contexts as resolver parameters.</summary>
    public static IRequestExecutorBuilder AddFiltering(this IRequestExecutorBuilder builder) => builder.AddQueryContext();

    /// <summary>Allows <c>[UseSorting]</c>, and query contexts as resolver parameters.</summary>
    public static IRequestExecutorBuilder AddSorting(this IRequestExecutorBuilder builder) => builder.AddQueryContext();

    /// <summary>Allows <c>[UseProjection]</c>, and query contexts as resolver parameters.</summary>
    public static IRequestExecutorBuilder AddProjections(this IRequestExecutorBuilder builder) => builder.AddQueryContext();

    /// <summary>Resolvers may take <see cref="PagingArguments"/>.</summary>
    public static IRequestExecutorBuilder AddPagingArguments(this IRequestExecutorBuilder builder) =>
        builder.Binders();

    /// <summary>Resolvers may take a <see cref="QueryContext{T}"/>.</summary>
    public static IRequestExecutorBuilder AddQueryContext(this IRequestExecutorBuilder builder) => builder.Binders();

    /// <summary>Resolver parameters of the context's type get a context of their own from <c>IDbContextFactory</c>, disposed when the field is done.</summary>
    public static IRequestExecutorBuilder RegisterDbContextFactory<TContext>(this IRequestExecutorBuilder builder) where TContext : DbContext =>
        builder.ConfigureSchema(s => s.AddParameterBinder(new DbContextFactoryBinder<TContext>()));

    /// <summary>Adds the operations beyond HotChocolate's to the filter inputs: <c>icontains</c>, <c>iregex</c>, <c>relative</c>, ...</summary>
    public static IRequestExecutorBuilder AddExtendedFiltering(this IRequestExecutorBuilder builder) => builder.Data(s => s.ExtendedFiltering = true);

    /// <summary>Changes the paging options that fields fall back to.</summary>
    public static IRequestExecutorBuilder ModifyPagingOptions(this IRequestExecutorBuilder builder, Action<PagingOptions> configure) =>
        builder.Data(s => configure(s.Paging));

    /// <summary>Changes the bounds of filters and orders.</summary>
    public static IRequestExecutorBuilder ModifyDataLimits(this IRequestExecutorBuilder builder, Action<DataLimits> configure) =>
        builder.Data(s => configure(s.Limits));

    /// <summary>Cursors are positions, for compatibility with HotChocolate's default.</summary>
    public static IRequestExecutorBuilder AddQueryableCursorPagingProvider(
        this IRequestExecutorBuilder builder, string? providerName = null, bool defaultProvider = false, bool? inlineTotalCount = null) =>
        builder.Data(s => s.AddProvider(providerName ?? "Queryable", CursorKind.Index, defaultProvider));

    /// <summary>Cursors are key values; the default.</summary>
    public static IRequestExecutorBuilder AddDbContextCursorPagingProvider(
        this IRequestExecutorBuilder builder, string? providerName = null, bool defaultProvider = false) =>
        builder.Data(s => s.AddProvider(providerName ?? "DbContext", CursorKind.Keyset, defaultProvider));

    private static readonly Func<IServiceProvider, IErrorFilter> DatabaseErrorFilter = static _ => DatabaseErrors.Filter;

    private static IRequestExecutorBuilder Data(this IRequestExecutorBuilder builder, Action<DataSetup> configure) =>
        builder.ConfigureSchema(s => configure(s.Features.GetOrSet<DataSetup>()));

    private static IRequestExecutorBuilder Binders(this IRequestExecutorBuilder builder)
    {
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IQueryableExecutor, EntityQueryExecutor>());
        builder.ConfigureExecution(setup =>
        {
            if (!setup.ErrorFilters.Contains(DatabaseErrorFilter)) setup.ErrorFilters.Add(DatabaseErrorFilter);
        });
        return builder.ConfigureSchema(AddBinders);
    }

    private static void AddBinders(SchemaBuilder schema)
    {
        var setup = schema.Features.GetOrSet<DataSetup>();
        if (setup.HasBinders) return;
        setup.HasBinders = true;
        schema.AddParameterBinder(new PagingArgumentsBinder());
        schema.AddParameterBinder(new QueryContextBinder());
    }
}
