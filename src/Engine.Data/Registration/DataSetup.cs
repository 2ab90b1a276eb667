using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Registration;

/// <summary>One call on the builder that configures data fields.</summary>
internal sealed record DataSetupStep(string SchemaName, Action<DataSetup> Configure);

/// <summary>How a schema's data fields behave: all steps of the builder, applied once when the schema is built.</summary>
internal sealed class DataSetup
{
    public PagingOptions Paging { get; private set; } = new();

    /// <summary>Whether the operations beyond HotChocolate's are part of the filter inputs.</summary>
    public bool ExtendedFiltering { get; set; }

    /// <summary>Bounds of filters, orders and lists of values.</summary>
    public DataLimits Limits { get; } = new();

    private readonly Dictionary<string, CursorKind> _providers = new(StringComparer.Ordinal);

    /// <summary>Names a kind of cursor, so that fields can ask for it by <see cref="PagingOptions.ProviderName"/>.</summary>
    public void AddProvider(string name, CursorKind kind, bool isDefault)
    {
        _providers[name] = kind;
        if (isDefault) Paging.CursorKind = kind;
    }

    /// <summary>The setup of the schema under construction.</summary>
    public static DataSetup Of(ITypeRegistry types)
    {
        if (types.Features.Get<DataSetup>() is { } found) return found;
        var setup = new DataSetup();
        foreach (var step in types.Services.GetServices<DataSetupStep>()) step.Configure(setup);
        setup.Paging = setup.Paging.MergedWith(new PagingOptions
        {
            DefaultPageSize = PagingDefaults.DefaultPageSize,
            MaxPageSize = PagingDefaults.MaxPageSize,
            IncludeTotalCount = PagingDefaults.IncludeTotalCount,
            AllowBackwardPagination = PagingDefaults.AllowBackwardPagination,
            RequirePagingBoundaries = PagingDefaults.RequirePagingBoundaries,
            InferConnectionNameFromField = PagingDefaults.InferConnectionNameFromField,
            InferCollectionSegmentNameFromField = PagingDefaults.InferCollectionSegmentNameFromField,
            IncludeNodesField = PagingDefaults.IncludeNodesField,
            EnableRelativeCursors = PagingDefaults.EnableRelativeCursors,
            CursorKind = PagingDefaults.CursorKind,
        });
        types.Features.Set(setup);
        return setup;
    }

    /// <summary>A field's options on top of the schema's; the default page size is never above the maximum.</summary>
    public PagingOptions Merge(PagingOptions field)
    {
        var merged = field.MergedWith(Paging);
        merged.DefaultPageSize = Math.Min(merged.DefaultPageSize!.Value, merged.MaxPageSize!.Value);
        if (merged.ProviderName is { } provider)
        {
            merged.CursorKind = _providers.TryGetValue(provider, out var kind)
                ? kind
                : throw new SchemaException($"No paging provider is named {provider}. Known: {string.Join(", ", _providers.Keys)}.");
        }
        return merged;
    }
}
