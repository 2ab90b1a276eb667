using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Paging;
using GraphQLPlugins.Engine.Types.Pagination;

namespace GraphQLPlugins.Engine.Types;

/// <summary>The resolver makes the connection itself, from <c>PagingArguments</c>; the field gets the paging arguments and their checks.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class UseConnectionAttribute : ObjectFieldDescriptorAttribute
{
    private readonly PagingOptions _options = new();

    /// <param name="order">The place among the attributes; filled by the compiler.</param>
    public UseConnectionAttribute([CallerLineNumber] int order = 0) => Order = order;

    /// <summary>The name before <c>Connection</c> and <c>Edge</c>; null infers it.</summary>
    public string? Name { get; set; }

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

    /// <inheritdoc cref="PagingOptions.EnableRelativeCursors"/>
    public bool EnableRelativeCursors { get => _options.EnableRelativeCursors ?? PagingDefaults.EnableRelativeCursors; set => _options.EnableRelativeCursors = value; }

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        PagingConvention.ApplyToConnection(context, descriptor.Definition, Name, _options);
}
