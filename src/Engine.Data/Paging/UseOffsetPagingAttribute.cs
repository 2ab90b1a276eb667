using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Types;

/// <summary>The field becomes a segment of a collection: <c>skip</c>, <c>take</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class UseOffsetPagingAttribute : ObjectFieldDescriptorAttribute
{
    private readonly PagingOptions _options = new();

    /// <param name="type">The CLR or schema type of the items; null takes the element type of the result.</param>
    /// <param name="order">The place among the attributes; filled by the compiler.</param>
    public UseOffsetPagingAttribute(Type? type = null, [CallerLineNumber] int order = 0)
    {
        Type = type;
        Order = order;
    }

    /// <summary>The type of the items, or null.</summary>
    public Type? Type { get; }

    /// <summary>The name before <c>CollectionSegment</c>; null infers it.</summary>
    public string? CollectionSegmentName { get; set; }

    /// <inheritdoc cref="PagingOptions.DefaultPageSize"/>
    public int DefaultPageSize { get => _options.DefaultPageSize ?? PagingDefaults.DefaultPageSize; set => _options.DefaultPageSize = value; }

    /// <inheritdoc cref="PagingOptions.MaxPageSize"/>
    public int MaxPageSize { get => _options.MaxPageSize ?? PagingDefaults.MaxPageSize; set => _options.MaxPageSize = value; }

    /// <inheritdoc cref="PagingOptions.IncludeTotalCount"/>
    public bool IncludeTotalCount { get => _options.IncludeTotalCount ?? PagingDefaults.IncludeTotalCount; set => _options.IncludeTotalCount = value; }

    /// <inheritdoc cref="PagingOptions.RequirePagingBoundaries"/>
    public bool RequirePagingBoundaries { get => _options.RequirePagingBoundaries ?? PagingDefaults.RequirePagingBoundaries; set => _options.RequirePagingBoundaries = value; }

    /// <inheritdoc cref="PagingOptions.InferCollectionSegmentNameFromField"/>
    public bool InferCollectionSegmentNameFromField { get => _options.InferCollectionSegmentNameFromField ?? PagingDefaults.InferCollectionSegmentNameFromField; set => _options.InferCollectionSegmentNameFromField = value; }

    /// <inheritdoc cref="PagingOptions.ProviderName"/>
    public string? ProviderName { get => _options.ProviderName; set => _options.ProviderName = value; }

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        OffsetPagingConvention.Apply(context, descriptor.Definition, Type, CollectionSegmentName, _options);
}
