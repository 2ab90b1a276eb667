using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Prints schemas as SDL: interfaces, objects, unions, inputs, enums, directives, scalars, each group by name. What the specification
/// gives every schema is left out. No trailing newline. Spec: Type System Definition Language.</summary>
public static class SdlPrinter
{
    /// <summary>The whole schema.</summary>
    public static string Print(Schema schema)
    {
        var writer = new SdlWriter();
        PrintSchema(writer, schema);
        PrintTypes(writer, schema.Types);
        foreach (var directive in schema.Directives.Where(d => IsPrinted(d, schema)).OrderBy(d => d.Name, StringComparer.Ordinal)) PrintDirective(writer, directive);
        foreach (var scalar in schema.Types.OfType<ScalarType>().Where(s => !SpecScalars.IsSpecScalar(s.Name)).OrderBy(s => s.Name, StringComparer.Ordinal))
            PrintScalar(writer, scalar);
        return writer.ToString();
    }

    /// <summary>These types only, in the groups and order of a whole schema.</summary>
    public static string Print(IEnumerable<NamedType> types)
    {
        var writer = new SdlWriter();
        var all = types.ToArray();
        PrintTypes(writer, all);
        foreach (var scalar in all.OfType<ScalarType>().OrderBy(s => s.Name, StringComparer.Ordinal)) PrintScalar(writer, scalar);
        return writer.ToString();
    }

    private static void PrintTypes(SdlWriter writer, IReadOnlyList<NamedType> types)
    {
        foreach (var type in Sorted<InterfaceType>(types)) PrintComplex(writer, type, "interface");
        foreach (var type in Sorted<ObjectType>(types)) PrintComplex(writer, type, "type");
        foreach (var type in Sorted<UnionType>(types)) PrintUnion(writer, type);
        foreach (var type in Sorted<InputObjectType>(types)) PrintInput(writer, type);
        foreach (var type in Sorted<EnumType>(types)) PrintEnum(writer, type);
    }

    private static IEnumerable<T> Sorted<T>(IEnumerable<NamedType> types) where T : NamedType =>
        types.OfType<T>().Where(t => !t.IsIntrospection).OrderBy(t => t.Name, StringComparer.Ordinal);

    private static void PrintSchema(SdlWriter writer, Schema schema)
    {
        writer.Begin(schema.Description);
        writer.Write("schema");
        writer.Directives(schema.AppliedDirectives);
        writer.Write(" {");
        writer.Line($"  query: {schema.QueryType.Name}");
        if (schema.MutationType is { } mutation) writer.Line($"  mutation: {mutation.Name}");
        if (schema.SubscriptionType is { } subscription) writer.Line($"  subscription: {subscription.Name}");
        writer.Line("}");
    }

    private static void PrintComplex(SdlWriter writer, ComplexType type, string keyword)
    {
        writer.Begin(type.Description);
        writer.Write($"{keyword} {type.Name}");
        if (type.Interfaces.Count > 0) writer.Write(" implements " + string.Join(" & ", type.Interfaces.Select(i => i.Name)));
        writer.Directives(type.Directives);
        writer.Write(" {");
        foreach (var field in type.Fields)
        {
            writer.Member(field.Description);
            writer.Write(field.Name);
            writer.Arguments(field.Arguments);
            writer.Write($": {field.Type}");
            writer.Deprecated(field.DeprecationReason);
            writer.Directives(field.Directives);
        }
        writer.Line("}");
    }

    private static void PrintUnion(SdlWriter writer, UnionType type)
    {
        writer.Begin(type.Description);
        writer.Write($"union {type.Name}");
        writer.Directives(type.Directives);
        if (type.Members.Count > 0) writer.Write(" = " + string.Join(" | ", type.Members.Select(m => m.Name)));
    }

    private static void PrintInput(SdlWriter writer, InputObjectType type)
    {
        writer.Begin(type.Description);
        writer.Write($"input {type.Name}");
        if (type.IsOneOf) writer.Write(" @oneOf");
        writer.Directives(type.Directives);
        writer.Write(" {");
        foreach (var field in type.Fields)
        {
            writer.Member(field.Description);
            writer.Input(field);
        }
        writer.Line("}");
    }

    private static void PrintEnum(SdlWriter writer, EnumType type)
    {
        writer.Begin(type.Description);
        writer.Write($"enum {type.Name}");
        writer.Directives(type.Directives);
        writer.Write(" {");
        foreach (var value in type.Values)
        {
            writer.Member(value.Description);
            writer.Write(value.Name);
            writer.Deprecated(value.DeprecationReason);
            writer.Directives(value.Directives);
        }
        writer.Line("}");
    }

    private static void PrintDirective(SdlWriter writer, DirectiveType directive)
    {
        writer.Begin(directive.Description);
        writer.Write($"directive @{directive.Name}");
        writer.Arguments(directive.Arguments);
        if (directive.IsRepeatable) writer.Write(" repeatable");
        writer.Write(" on " + string.Join(" | ", Enum.GetValues<DirectiveLocation>()
            .Where(l => int.PopCount((int)l) == 1 && directive.Locations.HasFlag(l)).Select(l => Binding.Naming.NamingConventions.FormatEnumValue(l.ToString()))));
    }

    private static void PrintScalar(SdlWriter writer, ScalarType scalar)
    {
        writer.Begin(scalar.Description);
        writer.Write($"scalar {scalar.Name}");
        if (scalar.SpecifiedByUrl is { } url) writer.Directives([new AppliedDirective("specifiedBy", [new("url", new StringValueNode(url))])]);
        writer.Directives(scalar.Directives);
    }

    /// <summary>Clients know the directives of the specification; those that only mark definitions are printed where they are used.</summary>
    private static bool IsPrinted(DirectiveType directive, Schema schema) => directive.Name switch
    {
        "skip" or "include" or "deprecated" => false,
        "specifiedBy" => schema.Types.OfType<ScalarType>().Any(s => s.SpecifiedByUrl is not null),
        "oneOf" => schema.Types.OfType<InputObjectType>().Any(t => t.IsOneOf),
        _ => true,
    };
}
