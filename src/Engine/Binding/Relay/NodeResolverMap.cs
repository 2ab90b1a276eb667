using System.Collections.Concurrent;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Relay;

/// <summary>Loads a node by its inner id.</summary>
public delegate ValueTask<object?> NodeResolverDelegate(IResolverContext context, object id);

/// <summary>How nodes are loaded, by type name. A feature of the schema.</summary>
public sealed class NodeResolverMap
{
    private readonly Dictionary<string, (Type IdType, NodeResolverDelegate Load)> _resolvers = new(StringComparer.Ordinal);
    private readonly List<(ObjectTypeDefinition Type, Type IdType, NodeResolverDelegate Load)> _pending = [];

    /// <summary>The CLR type of the inner ids of a type; null when nothing loads it.</summary>
    public Type? IdTypeOf(string typeName) => _resolvers.TryGetValue(typeName, out var found) ? found.IdType : null;

    /// <summary>Whether nodes of this type can be loaded.</summary>
    public bool Contains(string typeName) => _resolvers.ContainsKey(typeName);

    /// <summary>Loads a node; null when there is none of this id.</summary>
    public ValueTask<object?> LoadAsync(IResolverContext context, NodeId id) => _resolvers[id.TypeName].Load(context, id.InternalId);

    /// <summary>Sets how nodes of a type are loaded.</summary>
    public void Register(ObjectTypeDefinition type, Type idType, NodeResolverDelegate load) => _pending.Add((type, idType, load));

    internal static NodeResolverMap Of(TypeRegistry types) => types.Features.GetOrSet<NodeResolverMap>();

    internal void Register(ObjectTypeDefinition type, MethodInfo method, Type idType, TypeRegistry types)
    {
        var bound = types.Fields.Bind(method, method.DeclaringType!, ResolverSource.Instance);
        var binding = bound.Features.Get<ResolverBinding>()!;
        var id = binding.Parameters.FirstOrDefault(p => p.Argument is not null)?.Parameter
            ?? throw new SchemaException($"The node resolver {method.DeclaringType?.Name}.{method.Name} has no parameter that takes the id.");
        NodeResolverDelegate? load = null;
        Register(type, id.ParameterType, (context, value) => (load ??= types.Compiler.CompileNodeResolver(binding, id))(context, value));
    }

    /// <summary>Names are settled when all types are known.</summary>
    internal void Freeze()
    {
        foreach (var (type, idType, load) in _pending) _resolvers[type.Name] = (idType, load);
        _pending.Clear();
    }
}
