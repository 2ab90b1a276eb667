using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Types;

/// <summary>The field becomes a connection with cursors: <c>first</c>, <c>after</c>, <c>last</c>, <c>before</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class UsePagingAttribute : ObjectFieldDescriptorAttribute
{
    private readonly PagingOptions _options = new();

    /// <param name="type">The CLR or schema type of the nodes; null takes the element type of the result.</param>
    /// <param name="order">The place among the attributes; filled by the compiler.</param>
    public UsePagingAttribute(Type? type = null, [CallerLineNumber] int order = 0)
    {
        Type = type;
        Order = order;
    }

    /// <summary>The type of the nodes, or null.</summary>
    public Type? Type { get; }

    /// <summary>The name before <c>Connection</c> and <c>Edge</c>; null infers it.</summary>
    public string? ConnectionName { get; set; }

    /// <inheritdoc cref="PagingOptions.DefaultPageSize"/>
    public int DefaultPageSize { get => _options.DefaultPageSize ?? PagingDefaults.DefaultPageSize; set => _options.DefaultPageSize = value; }

    /// <inheritdoc cref="PagingOptions.MaxPageSize"/>
    public int MaxPageSize { get => _options.MaxPageSize ?? PagingDefaults.MaxPageSize; set => _options.MaxPageSize = value; }

    /// <inheritdoc cref="PagingOptions.IncludeTotalCount"/>
    public bool IncludeTotalCount { get => _options.IncludeTotalCount ?? PagingDefaults.IncludeTotalCount; set => _options.IncludeTotalCount = value; }

    /// <inheritdoc cref="PagingOptions.AllowBackwardPagination"/>
    public bool AllowBackwardPagination { get => _options.AllowBackwardPagination ?? PagingDefaults.AllowBackwardPagination; set => _options.AllowBackwardPagination = value; }

    /// <inheritdoc cref="PagingOptions.RequirePagingBoundaries"/>
    public bool RequirePagingBoundaries { get => _options.RequirePagingBoundaries ?? PagingDefaults.RequirePagingBoundaries; set => _options.RequirePagingBoundaries = value; }

    /// <inheritdoc cref="PagingOptions.InferConnectionNameFromField"/>
    public bool InferConnectionNameFromField { get => _options.InferConnectionNameFromField ?? PagingDefaults.InferConnectionNameFromField; set => _options.InferConnectionNameFromField = value; }

    /// <inheritdoc cref="PagingOptions.ProviderName"/>
    public string? ProviderName { get => _options.ProviderName; set => _options.ProviderName = value; }

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        PagingConvention.Apply(context, descriptor.Definition, Type, ConnectionName, _options);
}
