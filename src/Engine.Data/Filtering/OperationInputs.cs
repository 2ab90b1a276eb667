using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Registration;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>The inputs that compare one value, or look into a list. Names and order are HotChocolate's.</summary>
internal static class OperationInputs
{
    private const double Cost = DataDirectives.OperationCost;

    /// <summary>For a scalar or enum. Nullable and non-null scalars share an input; a nullable enum has its own.</summary>
    public static string For(ITypeRegistry types, Type clr)
    {
        var type = Nullable.GetUnderlyingType(clr) ?? clr;
        if (type.IsEnum) return ForEnum(types, type, nullable: type != clr);
        var name = ScalarOperations.NameOf(type) + "OperationFilterInput";
        if (types.Find(name) is not null) return name;
        var input = FilterConvention.Begin(types, name, type, and: type == typeof(string), or: type == typeof(string));
        var scalar = types.Infer(ScalarOperations.ScalarTypeOf(type), TypeContext.Input).AsNullable();
        var list = TypeRef.ListOf(scalar);
        input.Fields.Add(FilterConvention.Field("eq", scalar, FilterOperation.Equal, Cost));
        input.Fields.Add(FilterConvention.Field("neq", scalar, FilterOperation.NotEqual, Cost));
        if (type == typeof(bool)) return name;
        if (type == typeof(string))
        {
            AddSearch(input, scalar, "contains", FilterOperation.Contains, FilterOperation.NotContains);
            AddMembership(input, list);
            AddSearch(input, scalar, "startsWith", FilterOperation.StartsWith, FilterOperation.NotStartsWith);
            AddSearch(input, scalar, "endsWith", FilterOperation.EndsWith, FilterOperation.NotEndsWith);
        }
        else
        {
            AddMembership(input, list);
            AddComparison(input, scalar, "gt", FilterOperation.Greater, FilterOperation.NotGreater);
            AddComparison(input, scalar, "gte", FilterOperation.GreaterOrEqual, FilterOperation.NotGreaterOrEqual);
            AddComparison(input, scalar, "lt", FilterOperation.Less, FilterOperation.NotLess);
            AddComparison(input, scalar, "lte", FilterOperation.LessOrEqual, FilterOperation.NotLessOrEqual);
        }
        if (DataSetup.Of(types).ExtendedFiltering) ExtendedOperations.AddTo(types, input, type);
        return name;
    }

    /// <summary>For a global id.</summary>
    public static string ForId(ITypeRegistry types, Type clr)
    {
        const string name = "IdOperationFilterInput";
        if (types.Find(name) is not null) return name;
        var input = FilterConvention.Begin(types, name, clr, and: false, or: false);
        var id = TypeRef.Named("ID");
        input.Fields.Add(FilterConvention.Field("eq", id, FilterOperation.Equal, Cost));
        input.Fields.Add(FilterConvention.Field("neq", id, FilterOperation.NotEqual, Cost));
        AddMembership(input, TypeRef.ListOf(id));
        return name;
    }

    /// <summary>For a list of values.</summary>
    public static string ForList(ITypeRegistry types, string elementInput, Type element) =>
        List(types, "List" + elementInput, elementInput, element);

    /// <summary>For a list of objects.</summary>
    public static string ForObjectList(ITypeRegistry types, string elementInput, Type element) =>
        List(types, "ListFilterInputTypeOf" + elementInput, elementInput, element);

    private static string List(ITypeRegistry types, string name, string elementInput, Type element)
    {
        if (types.Find(name) is not null) return name;
        var input = FilterConvention.Begin(types, name, element, and: false, or: false);
        var item = TypeRef.Named(elementInput);
        input.Fields.Add(FilterConvention.Field("all", item, FilterOperation.All, Cost));
        input.Fields.Add(FilterConvention.Field("none", item, FilterOperation.None, Cost));
        input.Fields.Add(FilterConvention.Field("some", item, FilterOperation.Some, Cost));
        input.Fields.Add(FilterConvention.Field("any", TypeRef.Named("Boolean"), FilterOperation.Any, Cost));
        return name;
    }

    private static string ForEnum(ITypeRegistry types, Type type, bool nullable)
    {
        var reference = types.Infer(type, TypeContext.Input).AsNullable();
        var name = (nullable ? "NullableOf" : "") + types.NameOf(type, TypeContext.Input) + "OperationFilterInput";
        if (types.Find(name) is not null) return name;
        var input = FilterConvention.Begin(types, name, type, and: false, or: false);
        input.Fields.Add(FilterConvention.Field("eq", reference, FilterOperation.Equal, Cost));
        input.Fields.Add(FilterConvention.Field("neq", reference, FilterOperation.NotEqual, Cost));
        AddMembership(input, TypeRef.ListOf(nullable ? reference : TypeRef.NonNull(reference)));
        return name;
    }

    private static void AddMembership(InputObjectTypeDefinition input, TypeRef list)
    {
        input.Fields.Add(FilterConvention.Field("in", list, FilterOperation.In, Cost));
        input.Fields.Add(FilterConvention.Field("nin", list, FilterOperation.NotIn, Cost));
    }

    private static void AddSearch(InputObjectTypeDefinition input, TypeRef scalar, string name, FilterOperation operation, FilterOperation negated)
    {
        input.Fields.Add(FilterConvention.Field(name, scalar, operation, DataDirectives.ExpensiveOperationCost));
        input.Fields.Add(FilterConvention.Field("n" + name, scalar, negated, DataDirectives.ExpensiveOperationCost));
    }

    private static void AddComparison(InputObjectTypeDefinition input, TypeRef scalar, string name, FilterOperation operation, FilterOperation negated)
    {
        input.Fields.Add(FilterConvention.Field(name, scalar, operation, Cost));
        input.Fields.Add(FilterConvention.Field("n" + name, scalar, negated, Cost));
    }
}
