using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding;

/// <summary>What options ask of the finished definition: fields by name, and no type that no operation can meet.</summary>
internal static class SchemaShaping
{
    public static void Apply(SchemaDefinition schema, SchemaOptions options)
    {
        if (options.SortFieldsByName) SortFields(schema);
        if (options.RemoveUnreachableTypes) RemoveUnreachable(schema);
    }

    private static void SortFields(SchemaDefinition schema)
    {
        foreach (var type in schema.Types)
        {
            if (type is ComplexTypeDefinition complex) complex.Fields.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            if (type is InputObjectTypeDefinition input) input.Fields.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        }
    }

    private static void RemoveUnreachable(SchemaDefinition schema)
    {
        var byName = schema.Types.ToDictionary(t => t.Name, StringComparer.Ordinal);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>();
        foreach (var root in new[] { schema.QueryType, schema.MutationType, schema.SubscriptionType }) Reach(root);
        foreach (var argument in schema.Directives.SelectMany(d => d.Arguments)) Reach(argument.Type);
        while (pending.TryPop(out var name))
        {
            switch (byName.GetValueOrDefault(name))
            {
                case ComplexTypeDefinition complex:
                    foreach (var field in complex.Fields)
                    {
                        Reach(field.Type);
                        foreach (var argument in field.Arguments) Reach(argument.Type);
                    }
                    foreach (var implemented in complex.Interfaces) Reach(implemented);
                    // Values of an interface may be of any type that implements it.
                    if (complex is InterfaceTypeDefinition)
                        foreach (var type in schema.Types.OfType<ComplexTypeDefinition>().Where(t => t.Interfaces.Contains(TypeRef.Named(name)))) Reach(type.Name);
                    break;
                case UnionTypeDefinition union:
                    foreach (var member in union.Members) Reach(member);
                    break;
                case InputObjectTypeDefinition input:
                    foreach (var field in input.Fields) Reach(field.Type);
                    break;
            }
        }
        schema.Types.RemoveAll(t => !reached.Contains(t.Name));

        void Reach(object? type)
        {
            var name = type is TypeRef reference ? (reference.Innermost as NamedTypeRef)?.Name : type as string;
            if (name is not null && reached.Add(name)) pending.Push(name);
        }
    }
}
