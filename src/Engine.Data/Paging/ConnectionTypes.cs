using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>Adds connection, edge and page info types. Descriptions are HotChocolate's, which clients' snapshots contain.</summary>
internal static class ConnectionTypes
{
    /// <summary>What a connection type was made for; the same name for other nodes is refused.</summary>
    private sealed record Nodes(TypeRef Node);

    /// <summary>The connection type, nullable. Errors: <see cref="SchemaException"/> HC0065 when the name is taken for other nodes.</summary>
    public static TypeRef Get(ITypeRegistry types, string name, TypeRef node, Type clr, PagingOptions options)
    {
        var connectionName = name + "Connection";
        // By name, because a reference to a CLR type and the name it is resolved to are different references.
        var nodeReference = node.WithInnermost(TypeRef.Named(types.Resolve(node.Innermost).Name));
        if (types.Find(connectionName) is ObjectTypeDefinition found)
        {
            if (found.Features.Get<Nodes>()?.Node != nodeReference)
            {
                throw new SchemaException(
                    $"The name {connectionName} is taken by a connection of other nodes; set ConnectionName on one of the fields.", ErrorCodes.DuplicateTypeName);
            }
            if (options.IncludeTotalCount == true && found.FindField("totalCount") is null) found.Fields.Add(TotalCount());
            return TypeRef.Named(connectionName);
        }
        var make = typeof(ConnectionTypes).GetMethod(nameof(Make), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        make.MakeGenericMethod(clr).Invoke(null, [types, name, nodeReference, options]);
        return TypeRef.Named(connectionName);
    }

    private static void Make<T>(ITypeRegistry types, string name, TypeRef node, PagingOptions options)
    {
        AddPageInfo(types);
        var connection = new ObjectTypeDefinition
        {
            Name = name + "Connection", Description = "A connection to a list of items.", RuntimeType = typeof(Connection<T>),
        };
        connection.Features.Set(new Nodes(node));
        types.Add(connection);
        types.Add(new ObjectTypeDefinition
        {
            Name = name + "Edge", Description = "An edge in a connection.", RuntimeType = typeof(IEdge<T>),
            Fields =
            {
                Getters.Field<IEdge<T>, string>("cursor", "String", "A cursor for use in pagination.", e => e.Cursor),
                Getters.Field<IEdge<T>, T>("node", node, "The item at the end of the edge.", e => e.Node),
            },
        });
        connection.Fields.Add(Getters.Field<Connection<T>, ConnectionPageInfo>("pageInfo", "PageInfo", "Information to aid in pagination.", c => c.Info));
        connection.Fields.Add(Getters.Field<Connection<T>, IReadOnlyList<IEdge<T>>>(
            "edges", TypeRef.ListOf(TypeRef.NonNull(TypeRef.Named(name + "Edge"))), "A list of edges.", c => c.Edges));
        if (options.IncludeNodesField == true)
            connection.Fields.Add(Getters.Field<Connection<T>, IReadOnlyList<T>>("nodes", TypeRef.ListOf(node), "A flattened list of the nodes.", c => c.Nodes));
        if (options.IncludeTotalCount == true) connection.Fields.Add(TotalCount());
    }

    private static OutputFieldDefinition TotalCount()
    {
        var field = Getters.Field<Connection, int>("totalCount", "Int", "Identifies the total count of items in the connection.", c => c.TotalCount);
        field.Directives.Add(DataDirectives.Cost(DataDirectives.OperationCost));
        return field;
    }

    private static void AddPageInfo(ITypeRegistry types)
    {
        if (types.Find("PageInfo") is not null) return;
        types.Add(new ObjectTypeDefinition
        {
            Name = "PageInfo", Description = "Information about pagination in a connection.", RuntimeType = typeof(ConnectionPageInfo),
            Fields =
            {
                Getters.Field<ConnectionPageInfo, bool>("hasNextPage", "Boolean",
                    "Indicates whether more edges exist following the set defined by the clients arguments.", p => p.HasNextPage),
                Getters.Field<ConnectionPageInfo, bool>("hasPreviousPage", "Boolean",
                    "Indicates whether more edges exist prior the set defined by the clients arguments.", p => p.HasPreviousPage),
                Getters.Field<ConnectionPageInfo, string?>("startCursor", TypeRef.Named("String"), "When paginating backwards, the cursor to continue.", p => p.StartCursor),
                Getters.Field<ConnectionPageInfo, string?>("endCursor", TypeRef.Named("String"), "When paginating forwards, the cursor to continue.", p => p.EndCursor),
            },
        });
    }
}
