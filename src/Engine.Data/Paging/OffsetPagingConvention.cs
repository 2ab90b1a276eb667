using GraphQLPlugins.Engine.CostAnalysis;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Pagination;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>Makes a field a segment of a collection: type, arguments, list size.</summary>
internal static class OffsetPagingConvention
{
    public static void Apply(IDescriptorContext context, OutputFieldDefinition field, Type? itemType, string? segmentName, PagingOptions options)
    {
        var data = DataField.Of(field);
        data.Add(context.Types, field, DataMiddleware.OffsetPaging);
        var merged = data.Paging = DataSetup.Of(context.Types).Merge(options);
        field.Arguments.InsertRange(0,
        [
            new InputFieldDefinition { Name = "skip", Type = TypeRef.Named("Int") },
            new InputFieldDefinition { Name = "take", Type = TypeRef.Named("Int") },
        ]);
        field.Directives.Add(DataDirectives.ListSize(merged, ["take"], ["items"]));
        field.Features.Set(new ListSizeLimit(merged.MaxPageSize!.Value));
        var item = DataTypes.ElementReference(context.Types, field, itemType);
        var clr = data.ElementType ?? itemType ?? typeof(object);
        field.Type = new DeferredTypeRef(types =>
        {
            var name = segmentName
                ?? (merged.InferCollectionSegmentNameFromField == true ? char.ToUpperInvariant(field.Name[0]) + field.Name[1..] : types.Resolve(item).Name);
            return Get(types, name + "CollectionSegment", item, clr, merged);
        });
    }

    private sealed record Items(TypeRef Item);

    private static TypeRef Get(ITypeRegistry types, string name, TypeRef item, Type clr, PagingOptions options)
    {
        var reference = item.WithInnermost(TypeRef.Named(types.Resolve(item.Innermost).Name));
        if (types.Find(name) is ObjectTypeDefinition found)
        {
            if (found.Features.Get<Items>()?.Item != reference)
                throw new SchemaException($"The name {name} is taken by a segment of other items; set CollectionSegmentName on one of the fields.", ErrorCodes.DuplicateTypeName);
            if (options.IncludeTotalCount == true && found.FindField("totalCount") is null) found.Fields.Add(TotalCount());
            return TypeRef.Named(name);
        }
        var make = typeof(OffsetPagingConvention).GetMethod(nameof(Make), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        make.MakeGenericMethod(clr).Invoke(null, [types, name, reference, options]);
        return TypeRef.Named(name);
    }

    private static void Make<T>(ITypeRegistry types, string name, TypeRef item, PagingOptions options)
    {
        if (types.Find("CollectionSegmentInfo") is null)
        {
            types.Add(new ObjectTypeDefinition
            {
                Name = "CollectionSegmentInfo", Description = "Information about the offset pagination.", RuntimeType = typeof(CollectionSegmentInfo),
                Fields =
                {
                    Getters.Field<CollectionSegmentInfo, bool>("hasNextPage", "Boolean",
                        "Indicates whether more items exist following the set defined by the clients arguments.", i => i.HasNextPage),
                    Getters.Field<CollectionSegmentInfo, bool>("hasPreviousPage", "Boolean",
                        "Indicates whether more items exist prior the set defined by the clients arguments.", i => i.HasPreviousPage),
                },
            });
        }
        var segment = new ObjectTypeDefinition { Name = name, Description = "A segment of a collection.", RuntimeType = typeof(CollectionSegment<T>) };
        segment.Features.Set(new Items(item));
        types.Add(segment);
        segment.Fields.Add(Getters.Field<CollectionSegment<T>, CollectionSegmentInfo>(
            "pageInfo", "CollectionSegmentInfo", "Information to aid in pagination.", s => s.Info));
        segment.Fields.Add(Getters.Field<CollectionSegment<T>, IReadOnlyList<T>>("items", TypeRef.ListOf(item), "A flattened list of the items.", s => s.Items));
        if (options.IncludeTotalCount == true) segment.Fields.Add(TotalCount());
    }

    private static OutputFieldDefinition TotalCount()
    {
        var field = Getters.Field<CollectionSegment, int>("totalCount", "Int", null, s => s.TotalCount);
        field.Directives.Add(DataDirectives.Cost(DataDirectives.OperationCost));
        return field;
    }
}
