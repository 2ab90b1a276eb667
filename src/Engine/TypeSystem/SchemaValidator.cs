using GraphQLPlugins.Engine.TypeSystem.SchemaRules;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Checks what the specification asks of a whole schema; each finding names the coordinate and the mend. Spec: Type System, "Type Validation" of each kind.</summary>
internal static class SchemaValidator
{
    public static void Validate(Schema schema, List<IError> errors)
    {
        var report = new SchemaReport(errors);
        RootRules.Check(schema, report);
        foreach (var type in schema.Types)
        {
            if (type.IsIntrospection) continue;
            NameRules.Check(type, report);
            switch (type)
            {
                case ComplexType complex:
                    ComplexTypeRules.Check(complex, report);
                    ImplementationRules.Check(complex, schema, report);
                    break;
                case UnionType union: UnionRules.Check(union, report); break;
                case EnumType enumeration: EnumRules.Check(enumeration, report); break;
                case InputObjectType input: InputObjectRules.Check(input, report); break;
            }
        }
        InputCycleRules.Check(schema, report);
        DirectiveRules.Check(schema, report);
    }
}

/// <summary>Collects findings.</summary>
internal sealed class SchemaReport(List<IError> errors)
{
    public void Add(string coordinate, string message, string? code = null) =>
        errors.Add(ErrorBuilder.New().SetMessage($"{coordinate}: {message}").SetCode(code).Build());
}
