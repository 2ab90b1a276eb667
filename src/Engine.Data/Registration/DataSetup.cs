using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Registration;

/// <summary>How a schema's data fields behave: what the builder's calls said, and defaults for the rest.</summary>
internal sealed class DataSetup
{
    public PagingOptions Paging { get; private set; } = new();

    /// <summary>Whether the operations beyond HotChocolate's are part of the filter inputs.</summary>
    public bool ExtendedFiltering { get; set; }

    /// <summary>Whether the kinds of resolver parameters of this room are registered.</summary>
    public bool HasBinders { get; set; }

    /// <summary>Bounds of filters, orders and lists of values.</summary>
    public DataLimits Limits { get; } = new();

    private bool _isComplete;
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
        var setup = types.Features.GetOrSet<DataSetup>();
        if (setup._isComplete) return setup;
        setup._isComplete = true;
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
