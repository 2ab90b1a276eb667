using GraphQLPlugins.Engine.Data;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Types.Pagination;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a schema's builder says about data fields.</summary>
public static class DataRequestExecutorBuilderExtensions
{
    /// <summary>Allows <c>[UseFiltering]</c>. Here for modules that run on either engine: this one always does.</summary>
    public static IRequestExecutorBuilder AddFiltering(this IRequestExecutorBuilder builder) => builder;

    /// <summary>Allows <c>[UseSorting]</c>. Here for modules that run on either engine: this one always does.</summary>
    public static IRequestExecutorBuilder AddSorting(this IRequestExecutorBuilder builder) => builder;

    /// <summary>Allows <c>[UseProjection]</c>. Here for modules that run on either engine: this one always does.</summary>
    public static IRequestExecutorBuilder AddProjections(this IRequestExecutorBuilder builder) => builder;

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

    internal static IRequestExecutorBuilder Data(this IRequestExecutorBuilder builder, Action<DataSetup> configure)
    {
        builder.Services.AddSingleton(new DataSetupStep(builder.Name, configure));
        return builder;
    }
}
