using System.Reflection;
using GraphQLPlugins.Engine.Binding;
using GraphQLPlugins.Engine.Binding.Relay;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Filters;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>Adds <c>where</c> to a field, and the filter inputs to the schema.</summary>
internal static class FilterConvention
{
    public static void Apply(IDescriptorContext context, OutputFieldDefinition field, Type? given)
    {
        var data = DataField.Of(field);
        data.Add(context.Types, field, DataMiddleware.Filtering);
        var clr = given ?? data.ElementType ?? throw new SchemaException($"{field.Member?.DeclaringType?.Name}.{field.Member?.Name} gives no list that could be filtered.");
        var argument = new InputFieldDefinition { Name = "where", Type = new DeferredTypeRef(types => TypeRef.Named(InputFor(types, clr))) };
        DataDirectives.WeighArgument(field, argument);
        field.Arguments.Add(argument);
    }

    /// <summary>The name of the filter input of a CLR type or of a class derived from <see cref="FilterInputType{T}"/>; added when it is not there.</summary>
    public static string InputFor(ITypeRegistry types, Type clr)
    {
        if (typeof(IFilterInputType).IsAssignableFrom(clr)) return ((IFilterInputType)Activator.CreateInstance(clr)!).AddTo(types);
        if (ScalarOperations.IsLeaf(clr)) return OperationInputs.For(types, clr);
        var name = types.NameOf(clr, TypeContext.Output) + "FilterInput";
        if (types.Find(name) is not null) return name;
        var input = Begin(types, name, clr, and: true, or: true);
        foreach (var property in DataMembers.Of(clr))
        {
            if (FieldFor(types, property) is { } field) input.Fields.Add(field);
        }
        return name;
    }

    /// <summary>An input with its <c>and</c> and <c>or</c>, added before its fields so that they may come back to it.</summary>
    public static InputObjectTypeDefinition Begin(ITypeRegistry types, string name, Type clr, bool and, bool or)
    {
        var input = new InputObjectTypeDefinition { Name = name };
        input.Features.Set(new FilterInput());
        types.Add(input);
        var many = TypeRef.ListOf(TypeRef.NonNull(TypeRef.Named(name)));
        if (and) input.Fields.Add(Field("and", many, FilterOperation.And));
        if (or) input.Fields.Add(Field("or", many, FilterOperation.Or));
        return input;
    }

    /// <summary>The filter field of a property; null when nothing can be filtered by it.</summary>
    public static InputFieldDefinition? FieldFor(ITypeRegistry types, PropertyInfo property)
    {
        var field = ReferenceFor(types, property) is { } name ? Field(types.Naming.GetMemberName(property), TypeRef.Named(name), FilterOperation.Member) : null;
        if (field is null) return null;
        field.Description = types.Naming.GetDescription(property);
        field.Property = property;
        field.Features.Set(new FilterField(FilterOperation.Member, DataMembers.Access(property)) 
        {
            IsJoin = IsJoin(property.PropertyType), IsNullable = DataMembers.IsNullable(property), Decode = Decoder(types, property),
        });
        return field;
    }

    /// <summary>Whether a member leads into another table: an object, or a list of objects.</summary>
    public static bool IsJoin(Type type) => DataMembers.IsObject(type) || (DataTypes.ElementOf(type) is { } element && DataMembers.IsObject(element));

    public static InputFieldDefinition Field(string name, TypeRef type, FilterOperation operation, double cost = 0)
    {
        var field = new InputFieldDefinition { Name = name, Type = type };
        if (cost > 0) field.Directives.Add(DataDirectives.Cost(cost));
        field.Features.Set(new FilterField(operation));
        return field;
    }

    private static Func<object, object?>? Decoder(ITypeRegistry types, PropertyInfo property)
    {
        if (!property.IsDefined(typeof(IDAttribute), inherit: true) || !GlobalIds.IsEnabled(TypeRegistry.Of(types))) return null;
        var type = DataTypes.ElementOf(property.PropertyType) ?? property.PropertyType;
        return GlobalIds.Decoder(property.GetCustomAttribute<IDAttribute>()!.TypeName, Nullable.GetUnderlyingType(type) ?? type, GlobalIds.SerializerOf(TypeRegistry.Of(types)));
    }

    private static string? ReferenceFor(ITypeRegistry types, PropertyInfo property)
    {
        var type = property.PropertyType;
        var element = type == typeof(byte[]) ? null : DataTypes.ElementOf(type);
        if (property.IsDefined(typeof(IDAttribute), inherit: true))
            return element is null ? OperationInputs.ForId(types, type) : OperationInputs.ForList(types, OperationInputs.ForId(types, element), element);
        if (ScalarOperations.IsLeaf(type)) return OperationInputs.For(types, type);
        if (element is not null)
        {
            if (ScalarOperations.IsLeaf(element)) return OperationInputs.ForList(types, OperationInputs.For(types, element), element);
            return DataMembers.IsObject(element) ? OperationInputs.ForObjectList(types, InputFor(types, element), element) : null;
        }
        if (JsonFilters.IsJson(type)) return DataSetup.Of(types).ExtendedFiltering ? JsonFilters.InputFor(types) : null;
        return DataMembers.IsObject(type) ? InputFor(types, type) : null;
    }
}
