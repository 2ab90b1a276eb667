namespace GraphQLPlugins.Engine.TypeSystem.SchemaRules;

/// <summary>Directives are defined well, and applied where and as they may be. Spec: Directives.</summary>
internal static class DirectiveRules
{
    public static void Check(Schema schema, SchemaReport report)
    {
        foreach (var directive in schema.Directives)
        {
            NameRules.Check(directive.Name, $"@{directive.Name}", report);
            if (directive.Locations == 0) report.Add($"@{directive.Name}", "the directive may stand nowhere; give it a location.");
            NameRules.CheckUnique(directive.Arguments.Select(a => a.Name), $"@{directive.Name}", "arguments", report);
            foreach (var argument in directive.Arguments) InputRules.Check(argument, $"@{directive.Name}({argument.Name}:)", report);
        }
        CheckApplied(schema.AppliedDirectives, DirectiveLocation.Schema, "schema", schema, report);
        foreach (var type in schema.Types)
        {
            if (type.IsIntrospection) continue;
            CheckApplied(type.Directives, LocationOf(type), type.Name, schema, report);
            CheckMembers(type, schema, report);
        }
    }

    private static void CheckMembers(NamedType type, Schema schema, SchemaReport report)
    {
        switch (type)
        {
            case ComplexType complex:
                foreach (var field in complex.Fields)
                {
                    CheckApplied(field.Directives, DirectiveLocation.FieldDefinition, field.Coordinate, schema, report);
                    foreach (var argument in field.Arguments)
                        CheckApplied(argument.Directives, DirectiveLocation.ArgumentDefinition, $"{field.Coordinate}({argument.Name}:)", schema, report);
                }
                break;
            case InputObjectType input:
                foreach (var field in input.Fields) CheckApplied(field.Directives, DirectiveLocation.InputFieldDefinition, $"{type.Name}.{field.Name}", schema, report);
                break;
            case EnumType enumeration:
                foreach (var value in enumeration.Values) CheckApplied(value.Directives, DirectiveLocation.EnumValue, $"{type.Name}.{value.Name}", schema, report);
                break;
        }
    }

    private static void CheckApplied(IReadOnlyList<AppliedDirective> applied, DirectiveLocation location, string coordinate, Schema schema, SchemaReport report)
    {
        for (var i = 0; i < applied.Count; i++)
        {
            if (schema.FindDirective(applied[i].Name) is not { } directive)
            {
                report.Add(coordinate, $"the directive @{applied[i].Name} is not known; register it with AddDirectiveType.");
                continue;
            }
            if ((directive.Locations & location) == 0) report.Add(coordinate, $"the directive @{directive.Name} may not stand here.");
            if (!directive.IsRepeatable && applied.Take(i).Any(a => a.Name == directive.Name)) report.Add(coordinate, $"the directive @{directive.Name} may stand here only once.");
            CheckArguments(applied[i], directive, coordinate, report);
        }
    }

    private static void CheckArguments(AppliedDirective applied, DirectiveType directive, string coordinate, SchemaReport report)
    {
        foreach (var (name, value) in applied.Arguments)
        {
            if (directive.FindArgument(name) is not { } argument) report.Add(coordinate, $"the directive @{directive.Name} has no argument {name}.");
            else if (LiteralRules.Find(value, argument.Type) is { } problem) report.Add(coordinate, $"the argument {name} of @{directive.Name} is not valid: {problem}");
        }
        foreach (var argument in directive.Arguments)
        {
            if (argument.IsRequired && applied.Arguments.All(a => a.Key != argument.Name)) report.Add(coordinate, $"the directive @{directive.Name} needs the argument {argument.Name}.");
        }
    }

    private static DirectiveLocation LocationOf(NamedType type) => type.Kind switch
    {
        TypeKind.Scalar => DirectiveLocation.Scalar,
        TypeKind.Object => DirectiveLocation.Object,
        TypeKind.Interface => DirectiveLocation.Interface,
        TypeKind.Union => DirectiveLocation.Union,
        TypeKind.Enum => DirectiveLocation.Enum,
        _ => DirectiveLocation.InputObject,
    };
}
