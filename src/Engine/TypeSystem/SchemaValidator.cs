namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Checks what the specification asks of a whole schema; each finding names the coordinate and the mend. Spec: Type System, "Type Validation" of each kind.</summary>
internal static class SchemaValidator
{
    public static void Validate(Schema schema, List<IError> errors)
    {
        foreach (var type in schema.Types)
        {
            if (type is ComplexType { IsIntrospection: false, Fields.Count: 0 } or InputObjectType { Fields.Count: 0 })
                errors.Add(ErrorBuilder.New().SetMessage($"The type {type.Name} has no fields; add a public member or leave the type out.").Build());
        }
    }
}
