using System.Reflection;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Data;

/// <summary>The member is always read (true), or never (false), whatever the client selects.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class IsProjectedAttribute(bool isProjected = true) : ObjectFieldDescriptorAttribute
{
    /// <summary>Always, or never.</summary>
    public bool IsProjected { get; } = isProjected;

    /// <inheritdoc/>
    protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
        descriptor.IsProjected(IsProjected);
}

/// <summary>Projection options of fields.</summary>
public static class ProjectionObjectFieldDescriptorExtensions
{
    /// <summary>The member is always read (true), or never (false), whatever the client selects.</summary>
    public static IObjectFieldDescriptor IsProjected(this IObjectFieldDescriptor descriptor, bool isProjected = true)
    {
        descriptor.Definition.Features.Set(isProjected ? ProjectionRule.Always : ProjectionRule.Never);
        return descriptor;
    }
}
