namespace GraphQLPlugins.Engine.TypeSystem.SchemaRules;

/// <summary>Fields and arguments of objects and interfaces. Spec: Objects, Interfaces, Field Arguments.</summary>
internal static class ComplexTypeRules
{
    public static void Check(ComplexType type, SchemaReport report)
    {
        if (type.Fields.Count == 0) report.Add(type.Name, "the type has no fields; add a public member or leave the type out.");
        foreach (var field in type.Fields)
        {
            NameRules.Check(field.Name, field.Coordinate, report);
            if (!field.Type.IsOutputType) report.Add(field.Coordinate, $"{field.Type.Named.Name} is an input object, which cannot be returned.");
            NameRules.CheckUnique(field.Arguments.Select(a => a.Name), field.Coordinate, "arguments", report);
            foreach (var argument in field.Arguments) InputRules.Check(argument, $"{field.Coordinate}({argument.Name}:)", report);
        }
    }
}

/// <summary>Arguments and input fields. Spec: Input Objects, Type Validation.</summary>
internal static class InputRules
{
    public static void Check(InputField input, string coordinate, SchemaReport report)
    {
        NameRules.Check(input.Name, coordinate, report);
        if (!input.Type.IsInputType)
        {
            report.Add(coordinate, $"{input.Type.Named.Name} is no input type: clients send scalars, enums, input objects and lists of these.");
            return;
        }
        if (input.IsRequired && input.DeprecationReason is not null)
            report.Add(coordinate, "a required input cannot be deprecated; make it nullable or give it a default.");
        if (input.DefaultValue is { } value && LiteralRules.Find(value, input.Type) is { } problem)
            report.Add(coordinate, $"its default is not valid: {problem}");
    }
}

/// <summary>Unions have distinct members. Spec: Unions.</summary>
internal static class UnionRules
{
    public static void Check(UnionType type, SchemaReport report)
    {
        if (type.Members.Count == 0) report.Add(type.Name, "the union has no members; register an object type whose CLR class is assignable to it.");
        NameRules.CheckUnique(type.Members.Select(m => m.Name), type.Name, "members", report);
    }
}

/// <summary>Enums have values, and none is a keyword. Spec: Enums.</summary>
internal static class EnumRules
{
    public static void Check(EnumType type, SchemaReport report)
    {
        if (type.Values.Count == 0) report.Add(type.Name, "the enum has no values.", "TS_NO_ENUM_VALUES");
        foreach (var value in type.Values)
        {
            NameRules.Check(value.Name, $"{type.Name}.{value.Name}", report);
            if (value.Name is "true" or "false" or "null") report.Add($"{type.Name}.{value.Name}", "an enum value cannot be named like a literal.");
        }
    }
}

/// <summary>Input objects have fields; those of oneOf inputs are nullable and without default. Spec: Input Objects, OneOf Input Objects.</summary>
internal static class InputObjectRules
{
    public static void Check(InputObjectType type, SchemaReport report)
    {
        if (type.Fields.Count == 0) report.Add(type.Name, "the input object has no fields; give its class a public property that can be set.");
        foreach (var field in type.Fields)
        {
            var coordinate = $"{type.Name}.{field.Name}";
            InputRules.Check(field, coordinate, report);
            if (!type.IsOneOf) continue;
            if (field.Type.IsNonNull) report.Add(coordinate, "a field of a oneOf input must be nullable.", ErrorCodes.OneOfMustBeNonNull);
            if (field.DefaultValue is not null) report.Add(coordinate, "a field of a oneOf input cannot have a default.");
        }
    }
}
