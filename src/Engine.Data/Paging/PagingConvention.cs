using GraphQLPlugins.Engine.CostAnalysis;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>Makes a field a connection: type, arguments, list size.</summary>
internal static class PagingConvention
{
    public static void Apply(IDescriptorContext context, OutputFieldDefinition field, Type? nodeType, string? connectionName, PagingOptions options)
    {
        var data = DataField.Of(field);
        data.Add(context.Types, field, DataMiddleware.Paging);
        var merged = data.Paging = DataSetup.Of(context.Types).Merge(options);
        AddArguments(field, merged);
        var node = DataTypes.ElementReference(context.Types, field, nodeType);
        var clr = data.ElementType ?? nodeType ?? typeof(object);
        field.Type = new DeferredTypeRef(types => ConnectionTypes.Get(types, NameOf(types, field, node, connectionName, merged), node, clr, merged));
    }

    /// <summary>The field keeps the connection class that its resolver gives; only arguments, checks and list size are added.</summary>
    public static void ApplyToConnection(IDescriptorContext context, OutputFieldDefinition field, string? connectionName, PagingOptions options)
    {
        var data = DataField.Of(field);
        data.Add(context.Types, field, DataMiddleware.Connection);
        var merged = data.Paging = DataSetup.Of(context.Types).Merge(options);
        AddArguments(field, merged);
        if (!DataTypes.IsContainer(field.ResultType)) return;
        var nonNull = field.Type is NonNullTypeRef;
        var node = DataTypes.ElementReference(context.Types, field, null);
        var clr = data.ElementType!;
        field.Type = new DeferredTypeRef(types =>
        {
            var connection = ConnectionTypes.Get(types, NameOf(types, field, node, connectionName, merged), node, clr, merged);
            return nonNull ? TypeRef.NonNull(connection) : connection;
        });
    }

    private static string NameOf(ITypeRegistry types, OutputFieldDefinition field, TypeRef node, string? given, PagingOptions options)
    {
        if (given is not null) return given;
        return options.InferConnectionNameFromField == true
            ? char.ToUpperInvariant(field.Name[0]) + field.Name[1..]
            : types.Resolve(node).Name;
    }

    private static void AddArguments(OutputFieldDefinition field, PagingOptions options)
    {
        var backward = options.AllowBackwardPagination == true;
        List<InputFieldDefinition> arguments =
        [
            Argument("first", "Int", "Returns the first _n_ elements from the list."),
            Argument("after", "String", "Returns the elements in the list that come after the specified cursor."),
        ];
        if (backward)
        {
            arguments.Add(Argument("last", "Int", "Returns the last _n_ elements from the list."));
            arguments.Add(Argument("before", "String", "Returns the elements in the list that come before the specified cursor."));
        }
        field.Arguments.InsertRange(0, arguments);
        string[] sized = options.IncludeNodesField == true ? ["edges", "nodes"] : ["edges"];
        field.Directives.Add(DataDirectives.ListSize(options, backward ? ["first", "last"] : ["first"], sized));
        field.Features.Set(new ListSizeLimit(options.MaxPageSize!.Value));
    }

    private static InputFieldDefinition Argument(string name, string type, string description) =>
        new() { Name = name, Type = TypeRef.Named(type), Description = description };
}
