using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem.SchemaRules;

/// <summary>Whether a literal is a value of a type. Spec: Values of Correct Type.</summary>
internal static class LiteralRules
{
    /// <summary>What is wrong with it; null when it fits.</summary>
    public static string? Find(IValueNode value, GraphQLType type)
    {
        if (value is NullValueNode) return type.IsNonNull ? $"null is not a value of {type}." : null;
        if (type.ElementType is { } element)
        {
            if (value is not ListValueNode list) return Find(value, element);
            return list.Items.Select(i => Find(i, element)).FirstOrDefault(p => p is not null);
        }
        return type.Named switch
        {
            EnumType e => value is EnumValueNode name && e.FindValue(name.Value) is not null ? null : $"{SyntaxPrinter.Print(value, indented: false)} is not a value of {e.Name}.",
            ScalarType s => s.IsValidLiteral(value) ? null : $"{SyntaxPrinter.Print(value, indented: false)} is not a value of {s.Name}.",
            InputObjectType input => value is ObjectValueNode literal ? InObject(literal, input) : $"{SyntaxPrinter.Print(value, indented: false)} is not a value of {input.Name}.",
            _ => null,
        };
    }

    private static string? InObject(ObjectValueNode literal, InputObjectType type)
    {
        foreach (var given in literal.Fields)
        {
            if (type.FindField(given.Name.Value) is not { } field) return $"{type.Name} has no field {given.Name.Value}.";
            if (Find(given.Value, field.Type) is { } problem) return problem;
        }
        foreach (var field in type.Fields)
        {
            if (field.IsRequired && literal.Fields.All(f => f.Name.Value != field.Name)) return $"the field {field.Name} of {type.Name} is missing.";
        }
        if (type.IsOneOf && (literal.Fields.Count != 1 || literal.Fields[0].Value is NullValueNode)) return $"{type.Name} takes exactly one of its fields, and not null.";
        return null;
    }
}
