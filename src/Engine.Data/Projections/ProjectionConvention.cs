using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Projections;

/// <summary>What a field says about reading its member.</summary>
internal sealed class ProjectionRule
{
    public static readonly ProjectionRule Always = new();
    public static readonly ProjectionRule Never = new();
}

/// <summary>Marks fields that read only what is selected, and fields that take one item of a query.</summary>
internal static class ProjectionConvention
{
    public static void Apply(IDescriptorContext context, OutputFieldDefinition field) =>
        DataField.Of(field).Add(context.Types, field, DataMiddleware.Projection);

    public static void ApplySingle(IDescriptorContext context, OutputFieldDefinition field, bool onlyOne)
    {
        DataField.Of(field).Add(context.Types, field, onlyOne ? DataMiddleware.SingleOrDefault : DataMiddleware.FirstOrDefault);
        field.Type = DataTypes.ElementReference(context.Types, field, null).AsNullable();
    }
}
