using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>The operations beyond HotChocolate's, all in one place. Part of the schema when the builder says AddExtendedFiltering.</summary>
internal static class ExtendedOperations
{
    private const double Cost = DataDirectives.ExpensiveOperationCost;

    public static void AddTo(ITypeRegistry types, InputObjectTypeDefinition input, Type type)
    {
        if (type == typeof(string)) AddText(input);
        if (type == typeof(DateTime) || type == typeof(DateTimeOffset))
            input.Fields.Add(FilterConvention.Field("relative", TypeRef.Named(RelativeInput(types)), FilterOperation.Relative));
    }

    private static void AddText(InputObjectTypeDefinition input)
    {
        var text = TypeRef.Named("String");
        var texts = TypeRef.ListOf(TypeRef.NonNull(text));
        Add("icontains", text, FilterOperation.ContainsIgnoringCase, "Contains the text, whatever its case.");
        Add("nicontains", text, FilterOperation.NotContainsIgnoringCase, "Does not contain the text, whatever its case. Null does not.");
        Add("icontainsAny", texts, FilterOperation.ContainsAnyIgnoringCase, "Contains one of the texts, whatever its case.");
        Add("icontainsNone", texts, FilterOperation.ContainsNoneIgnoringCase, "Contains none of the texts, whatever its case. Null does not.");
        Add("iregex", text, FilterOperation.Regex, "A part matches the regular expression, whatever its case.");
        Add("iregexAny", texts, FilterOperation.RegexAny, "A part matches one of the regular expressions, whatever its case.");
        Add("matches", text, FilterOperation.Matches, "The whole text matches the regular expression, case counts.");

        void Add(string name, TypeRef type, FilterOperation operation, string description)
        {
            var field = FilterConvention.Field(name, type, operation, Cost);
            field.Description = description;
            input.Fields.Add(field);
        }
    }

    private static string RelativeInput(ITypeRegistry types)
    {
        const string name = "RelativeTimeFilterInput";
        if (types.Find(name) is not null) return name;
        var input = FilterConvention.Begin(types, name, typeof(DateTimeOffset), and: false, or: false);
        input.Description = "Compares with a time relative to now: `now`, `now/d`, `now/w`, `now/m`, each with `+` or `-` and a number of `s`, `m`, `h`, `d` or `w`. UTC, weeks start on Monday.";
        var text = TypeRef.Named("String");
        input.Fields.Add(FilterConvention.Field("gt", text, FilterOperation.Greater, DataDirectives.OperationCost));
        input.Fields.Add(FilterConvention.Field("gte", text, FilterOperation.GreaterOrEqual, DataDirectives.OperationCost));
        input.Fields.Add(FilterConvention.Field("lt", text, FilterOperation.Less, DataDirectives.OperationCost));
        input.Fields.Add(FilterConvention.Field("lte", text, FilterOperation.LessOrEqual, DataDirectives.OperationCost));
        return name;
    }
}
