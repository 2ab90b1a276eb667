using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Relay;

/// <summary>The interface <c>Node</c> and the fields <c>node</c> and <c>nodes</c>, first on the query type. Relay: Object Identification.</summary>
internal sealed class NodeFields : TypeInterceptor
{
    public override void OnRootsCreated(ITypeRegistry types, SchemaDefinition schema)
    {
        if (types.Features.Get<GlobalObjectIdentification>() is not { RegisterNodeInterface: true }) return;
        var registry = TypeRegistry.Of(types);
        var map = NodeResolverMap.Of(registry);
        var serializer = GlobalIds.SerializerOf(registry);
        var node = new InterfaceTypeDefinition
        {
            Name = NodeTypes.InterfaceName, Description = "The node interface is implemented by entities that have a global unique identifier.",
        };
        node.Fields.Add(new OutputFieldDefinition { Name = "id", Type = TypeRef.NonNull(TypeRef.Named("ID")) });
        types.Add(node);
        if (types.Find(schema.QueryType) is not ObjectTypeDefinition query) return;
        query.Fields.Insert(0, Node(map, serializer));
        query.Fields.Insert(1, Nodes(map, serializer, types.Options.MaxAllowedNodeBatchSize));
    }

    public override void OnBeforeFreeze(ITypeRegistry types, SchemaDefinition schema)
    {
        if (types.Features.Get<GlobalObjectIdentification>() is null) return;
        var map = NodeResolverMap.Of(TypeRegistry.Of(types));
        map.Freeze();
        if (!types.Options.EnsureAllNodesCanBeResolved) return;
        var lost = schema.Types.OfType<ObjectTypeDefinition>()
            .Where(t => t.Interfaces.Exists(i => i is NamedTypeRef { Name: NodeTypes.InterfaceName }) && !map.Contains(t.Name))
            .Select(t => ErrorBuilder.New().SetCode(ErrorCodes.NodeResolverMissing)
                .SetMessage($"{t.Name} implements Node but nothing loads it by its id; add a [NodeResolver] method.").Build())
            .ToArray();
        if (lost.Length > 0) throw new SchemaException(lost);
    }

    private static OutputFieldDefinition Node(NodeResolverMap map, INodeIdSerializer serializer)
    {
        var field = new OutputFieldDefinition
        {
            Name = "node", Description = "Fetches an object given its ID.", Type = TypeRef.Named(NodeTypes.InterfaceName), ResultType = typeof(object),
            Resolver = context => LoadAsync(context, context.ArgumentValue<string>("id"), map, serializer),
        };
        field.Arguments.Add(new InputFieldDefinition
        {
            Name = "id", Description = "ID of the object.", Type = TypeRef.NonNull(TypeRef.Named("ID")), RuntimeType = typeof(string),
        });
        return field;
    }

    private static OutputFieldDefinition Nodes(NodeResolverMap map, INodeIdSerializer serializer, int max)
    {
        var field = new OutputFieldDefinition
        {
            Name = "nodes", Description = "Lookup nodes by a list of IDs.", Type = TypeRef.NonNull(TypeRef.ListOf(TypeRef.Named(NodeTypes.InterfaceName))),
            ResultType = typeof(object?[]), Resolver = context => LoadAllAsync(context, map, serializer, max),
        };
        field.Arguments.Add(new InputFieldDefinition
        {
            Name = "ids", Description = "The list of node IDs.", RuntimeType = typeof(string[]),
            Type = TypeRef.NonNull(TypeRef.ListOf(TypeRef.NonNull(TypeRef.Named("ID")))),
        });
        return field;
    }

    private static async ValueTask<object?> LoadAsync(IResolverContext context, string text, NodeResolverMap map, INodeIdSerializer serializer)
    {
        var id = serializer.Parse(text, map.IdTypeOf);
        if (!map.Contains(id.TypeName)) throw new GraphQLException(NodeIdErrors.NoResolver(id.TypeName));
        return await map.LoadAsync(context, id).ConfigureAwait(false);
    }

    private static async ValueTask<object?> LoadAllAsync(IResolverContext context, NodeResolverMap map, INodeIdSerializer serializer, int max)
    {
        var ids = context.ArgumentValue<string[]>("ids");
        if (ids.Length > max) throw NodeIdErrors.TooMany(ids.Length, max);
        // All loads start before any is awaited, so that loaders see one batch.
        var loads = new Task<object?>[ids.Length];
        for (var i = 0; i < ids.Length; i++) loads[i] = LoadOneAsync(context, ids[i], i, map, serializer);
        return await Task.WhenAll(loads).ConfigureAwait(false);
    }

    private static async Task<object?> LoadOneAsync(IResolverContext context, string id, int index, NodeResolverMap map, INodeIdSerializer serializer)
    {
        try
        {
            return await LoadAsync(context, id, map, serializer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var path = context.Path.Append(index);
            if (e is GraphQLException known)
            {
                foreach (var error in known.Errors) context.ReportError(error.Path is null ? error.WithPath(path) : error);
            }
            else
            {
                context.ReportError(e, error => error.SetPath(path));
            }
            return null;
        }
    }
}
