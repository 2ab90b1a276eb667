namespace GraphQLPlugins.Engine.TypeSystem.SchemaRules;

/// <summary>A type that implements an interface has its fields, and implements what that implements. Spec: IsValidImplementation.</summary>
internal static class ImplementationRules
{
    public static void Check(ComplexType type, Schema schema, SchemaReport report)
    {
        NameRules.CheckUnique(type.Interfaces.Select(i => i.Name), type.Name, "interfaces", report);
        foreach (var implemented in type.Interfaces)
        {
            if (ReferenceEquals(implemented, type))
            {
                report.Add(type.Name, "an interface cannot implement itself.");
                continue;
            }
            foreach (var inherited in implemented.Interfaces)
            {
                if (ReferenceEquals(inherited, type)) report.Add(type.Name, $"it and {implemented.Name} implement each other.");
                else if (!type.Implements(inherited)) report.Add(type.Name, $"it implements {implemented.Name} and must implement {inherited.Name} too, as {implemented.Name} does.");
            }
            foreach (var expected in implemented.Fields) CheckField(type, expected, schema, report);
        }
    }

    private static void CheckField(ComplexType type, OutputField expected, Schema schema, SchemaReport report)
    {
        if (type.Fields.FirstOrDefault(f => f.Name == expected.Name) is not { } field)
        {
            report.Add($"{type.Name}.{expected.Name}", $"the field is missing; {expected.DeclaringType.Name} has it.", "SCHEMA_INTERFACE_NO_IMPL");
            return;
        }
        if (!IsSubtype(field.Type, expected.Type, schema))
            report.Add(field.Coordinate, $"its type {field.Type} is not {expected.Type} of {expected.Coordinate}, nor narrower.");
        foreach (var wanted in expected.Arguments)
        {
            if (field.FindArgument(wanted.Name) is not { } argument)
                report.Add(field.Coordinate, $"the argument {wanted.Name} is missing; {expected.Coordinate} has it.");
            else if (!argument.Type.IsSame(wanted.Type))
                report.Add($"{field.Coordinate}({wanted.Name}:)", $"its type {argument.Type} differs from {wanted.Type} of {expected.Coordinate}.");
        }
        foreach (var argument in field.Arguments)
        {
            if (argument.IsRequired && expected.FindArgument(argument.Name) is null)
                report.Add($"{field.Coordinate}({argument.Name}:)", $"{expected.Coordinate} does not have it, so it cannot be required.");
        }
        if (field.DeprecationReason is not null && expected.DeprecationReason is null)
            report.Add(field.Coordinate, $"it is deprecated, so {expected.Coordinate} must be too.");
    }

    /// <summary>Whether values of the first type are values of the second. Spec: IsValidImplementationFieldType.</summary>
    private static bool IsSubtype(GraphQLType type, GraphQLType expected, Schema schema)
    {
        if (type.IsNonNull) return IsSubtype(type.Nullable, expected.Nullable, schema);
        if (expected.IsNonNull) return false;
        if (type.ElementType is { } element) return expected.ElementType is { } wanted && IsSubtype(element, wanted, schema);
        if (expected.IsList) return false;
        if (ReferenceEquals(type, expected)) return true;
        return (type, expected) switch
        {
            (ObjectType o, UnionType u) => u.Members.Contains(o),
            (ComplexType c, InterfaceType i) => c.Implements(i),
            _ => false,
        };
    }
}
