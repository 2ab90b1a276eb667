using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Data;

/// <summary>Only what the client selects is read, nested objects and lists included.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class UseProjectionAttribute : ObjectFieldDescriptorAttribute
{
    /// <param name="order">The place among the attributes; filled by the compiler.</param>
    public UseProjectionAttribute([CallerLineNumber] int order = 0) => Order = order;

    /// <summary>The convention's name; null takes the default one.</summary>
    public string? Scope { get; set; }

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        ProjectionConvention.Apply(context, descriptor.Definition);
}

/// <summary>The resolver gives a query; the field is its first item, or null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class UseFirstOrDefaultAttribute : ObjectFieldDescriptorAttribute
{
    /// <param name="order">The place among the attributes; filled by the compiler.</param>
    public UseFirstOrDefaultAttribute([CallerLineNumber] int order = 0) => Order = order;

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        ProjectionConvention.ApplySingle(context, descriptor.Definition, onlyOne: false);
}

/// <summary>The resolver gives a query; the field is its only item, or null. More than one: error HC0022.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class UseSingleOrDefaultAttribute : ObjectFieldDescriptorAttribute
{
    /// <param name="order">The place among the attributes; filled by the compiler.</param>
    public UseSingleOrDefaultAttribute([CallerLineNumber] int order = 0) => Order = order;

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        ProjectionConvention.ApplySingle(context, descriptor.Definition, onlyOne: true);
}
