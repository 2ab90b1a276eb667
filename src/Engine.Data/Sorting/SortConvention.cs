using System.Reflection;
using GraphQLPlugins.Engine.Authorization;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Sorting;

/// <summary>Adds <c>order</c> to a field, and the sort inputs to the schema.</summary>
internal static class SortConvention
{
    public static void Apply(IDescriptorContext context, OutputFieldDefinition field, Type? given)
    {
        var data = DataField.Of(field);
        data.Add(context.Types, field, DataMiddleware.Sorting);
        var clr = given ?? data.ElementType ?? throw new SchemaException($"{field.Member?.DeclaringType?.Name}.{field.Member?.Name} gives no list that could be sorted.");
        var argument = new InputFieldDefinition
        {
            Name = "order",
            Type = new DeferredTypeRef(types => TypeRef.ListOf(TypeRef.NonNull(TypeRef.Named(InputFor(types, clr))))),
        };
        DataDirectives.WeighArgument(field, argument);
        field.Arguments.Add(argument);
    }

    /// <summary>The name of the sort input of a CLR type or of a class derived from <see cref="SortInputType{T}"/>; added when it is not there.</summary>
    public static string InputFor(ITypeRegistry types, Type clr)
    {
        if (typeof(ISortInputType).IsAssignableFrom(clr)) return ((ISortInputType)Activator.CreateInstance(clr)!).AddTo(types);
        var name = types.NameOf(clr, TypeContext.Output) + "SortInput";
        if (types.Find(name) is not null) return name;
        var input = new InputObjectTypeDefinition { Name = name };
        types.Add(input);
        foreach (var property in DataMembers.Of(clr))
        {
            if (FieldFor(types, property) is { } field) input.Fields.Add(field);
        }
        return name;
    }

    /// <summary>The sort field of a property; null when nothing can be sorted by it.</summary>
    public static InputFieldDefinition? FieldFor(ITypeRegistry types, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        TypeRef? reference = ScalarOperations.IsLeaf(type) ? TypeRef.Named(DirectionType(types))
            : DataMembers.IsObject(type) ? TypeRef.Named(InputFor(types, type))
            : null;
        if (reference is null) return null;
        var field = new InputFieldDefinition
        {
            Name = types.Naming.GetMemberName(property), Description = types.Naming.GetDescription(property), Type = reference, Property = property,
        };
        field.Directives.Add(DataDirectives.Cost(DataDirectives.OperationCost));
        field.Features.Set(new SortField(DataMembers.Access(property)));
        return field;
    }

    public static string DirectionType(ITypeRegistry types)
    {
        const string name = "SortEnumType";
        if (types.Find(name) is null)
        {
            types.Add(new EnumTypeDefinition
            {
                Name = name, RuntimeType = typeof(SortDirection),
                Values =
                {
                    new EnumValue { Name = "ASC", RuntimeValue = SortDirection.Ascending },
                    new EnumValue { Name = "DESC", RuntimeValue = SortDirection.Descending },
                },
            });
        }
        return name;
    }
}

/// <summary>Up, or down.</summary>
public enum SortDirection
{
    Ascending,
    Descending,
}

/// <summary>What a field of a sort input sorts by.</summary>
internal sealed record SortField(System.Linq.Expressions.LambdaExpression Member);
