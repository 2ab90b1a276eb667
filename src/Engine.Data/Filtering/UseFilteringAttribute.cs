using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Data;

/// <summary>Clients can filter the field's list: argument <c>where</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public class UseFilteringAttribute : ObjectFieldDescriptorAttribute
{
    /// <param name="type">The class of the input, or the CLR type of the items; null takes the element type of the result.</param>
    /// <param name="order">The place among the attributes; filled by the compiler.</param>
    public UseFilteringAttribute(Type? type = null, [CallerLineNumber] int order = 0)
    {
        Type = type;
        Order = order;
    }

    /// <summary>The class of the input, or the CLR type of the items.</summary>
    public Type? Type { get; set; }

    /// <summary>The convention's name; null takes the default one.</summary>
    public string? Scope { get; set; }

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        FilterConvention.Apply(context, descriptor.Definition, Type);
}

/// <inheritdoc/>
public sealed class UseFilteringAttribute<T>([CallerLineNumber] int order = 0) : UseFilteringAttribute(typeof(T), order);
