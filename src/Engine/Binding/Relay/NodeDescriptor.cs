using System.Linq.Expressions;
using GraphQLPlugins.Engine.Binding.Descriptors;
using GraphQLPlugins.Engine.Binding.Relay;
using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.Types.Relay;

/// <summary>Makes an object type a node by code.</summary>
public static class NodeObjectTypeDescriptorExtensions
{
    /// <summary>The type implements <c>Node</c>. Say next which member is the id.</summary>
    public static INodeDescriptor<T> ImplementsNode<T>(this IObjectTypeDescriptor<T> descriptor) => new NodeDescriptor<T>((ObjectTypeDescriptor<T>)descriptor);
}

/// <summary>A node whose id is not known yet.</summary>
public interface INodeDescriptor<T>
{
    /// <summary>The member that is the id.</summary>
    INodeDescriptor<T, TId> IdField<TId>(Expression<Func<T, TId>> member) where TId : notnull;
}

/// <summary>A node whose loading is not known yet.</summary>
public interface INodeDescriptor<out T, out TId>
{
    /// <summary>How a node is loaded by its id; null when there is none of it.</summary>
    void ResolveNode(Func<IResolverContext, TId, Task<object?>> load);
}

/// <summary>Typed forms of loading.</summary>
public static class NodeDescriptorExtensions
{
    /// <summary>How a node is loaded by its id; null when there is none of it.</summary>
    public static void ResolveNode<T, TId>(this INodeDescriptor<T, TId> node, Func<IResolverContext, TId, Task<T?>> load) where T : class =>
        node.ResolveNode(async (context, id) => await load(context, id).ConfigureAwait(false));
}

internal sealed class NodeDescriptor<T>(ObjectTypeDescriptor<T> type) : INodeDescriptor<T>
{
    public INodeDescriptor<T, TId> IdField<TId>(Expression<Func<T, TId>> member) where TId : notnull
    {
        NodeTypes.MakeNode(type.Fields, Members.Of(member, typeof(T)));
        return new WithId<TId>(type);
    }

    private sealed class WithId<TId>(ObjectTypeDescriptor<T> type) : INodeDescriptor<T, TId> where TId : notnull
    {
        public void ResolveNode(Func<IResolverContext, TId, Task<object?>> load)
        {
            var types = type.Fields.Types;
            NodeResolverMap.Of(types).Register(type.Definition, typeof(TId),
                async (context, id) => await load(context, types.Converter.Convert<TId>(id)).ConfigureAwait(false));
        }
    }
}
