using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.AspNetCore.Commands;

/// <summary>A difference between two schemas.</summary>
/// <param name="IsBreaking">Whether a client that works with the older one may stop working.</param>
/// <param name="Text">What changed, by schema coordinate.</param>
internal sealed record SchemaChange(bool IsBreaking, string Text);

/// <summary>Finds what changed between two schemas' texts, and what of it breaks clients.</summary>
internal static class SchemaComparison
{
    /// <summary>The changes, breaking ones first, each group by coordinate.</summary>
    public static IReadOnlyList<SchemaChange> Compare(DocumentNode older, DocumentNode newer)
    {
        var changes = new List<SchemaChange>();
        var before = Named(older);
        var after = Named(newer);
        foreach (var (name, old) in before)
        {
            if (!after.TryGetValue(name, out var current)) changes.Add(new(true, $"{name} was removed"));
            else if (current.Kind != old.Kind) changes.Add(new(true, $"{name} was a {KindOf(old)} and is a {KindOf(current)}"));
            else CompareDefinition(name, old, current, changes);
        }
        foreach (var name in after.Keys)
        {
            if (!before.ContainsKey(name)) changes.Add(new(false, $"{name} was added"));
        }
        return [.. changes.OrderByDescending(c => c.IsBreaking).ThenBy(c => c.Text, StringComparer.Ordinal)];
    }

    private static void CompareDefinition(string name, IDefinitionNode old, IDefinitionNode current, List<SchemaChange> changes)
    {
        switch (old, current)
        {
            case (ObjectTypeDefinitionNode a, ObjectTypeDefinitionNode b):
                CompareInterfaces(name, a.Interfaces, b.Interfaces, changes);
                CompareFields(name, a.Fields, b.Fields, changes);
                break;
            case (InterfaceTypeDefinitionNode a, InterfaceTypeDefinitionNode b):
                CompareInterfaces(name, a.Interfaces, b.Interfaces, changes);
                CompareFields(name, a.Fields, b.Fields, changes);
                break;
            case (UnionTypeDefinitionNode a, UnionTypeDefinitionNode b):
                CompareNames(a.Types.Select(t => t.Name.Value), b.Types.Select(t => t.Name.Value), n => $"{name} no longer includes {n}", n => $"{name} includes {n}", changes);
                break;
            case (EnumTypeDefinitionNode a, EnumTypeDefinitionNode b):
                CompareNames(a.Values.Select(v => v.Name.Value), b.Values.Select(v => v.Name.Value), n => $"{name}.{n} was removed", n => $"{name}.{n} was added", changes);
                break;
            case (InputObjectTypeDefinitionNode a, InputObjectTypeDefinitionNode b):
                CompareInputs(n => $"{name}.{n}", a.Fields, b.Fields, changes);
                break;
            case (DirectiveDefinitionNode a, DirectiveDefinitionNode b):
                CompareInputs(n => $"{name}({n}:)", a.Arguments, b.Arguments, changes);
                break;
        }
    }

    private static void CompareFields(string type, IReadOnlyList<FieldDefinitionNode> old, IReadOnlyList<FieldDefinitionNode> current, List<SchemaChange> changes)
    {
        var after = current.ToDictionary(f => f.Name.Value, StringComparer.Ordinal);
        foreach (var field in old)
        {
            var coordinate = $"{type}.{field.Name.Value}";
            if (!after.Remove(field.Name.Value, out var now))
            {
                changes.Add(new(true, $"{coordinate} was removed"));
                continue;
            }
            if (Print(field.Type) != Print(now.Type))
                changes.Add(new(!IsNarrower(now.Type, field.Type), $"{coordinate} was {Print(field.Type)} and is {Print(now.Type)}"));
            CompareInputs(n => $"{coordinate}({n}:)", field.Arguments, now.Arguments, changes);
        }
        foreach (var name in after.Keys) changes.Add(new(false, $"{type}.{name} was added"));
    }

    private static void CompareInputs(Func<string, string> coordinate, IReadOnlyList<InputValueDefinitionNode> old, IReadOnlyList<InputValueDefinitionNode> current,
        List<SchemaChange> changes)
    {
        var after = current.ToDictionary(f => f.Name.Value, StringComparer.Ordinal);
        foreach (var input in old)
        {
            if (!after.Remove(input.Name.Value, out var now))
            {
                changes.Add(new(true, $"{coordinate(input.Name.Value)} was removed"));
                continue;
            }
            // What may be sent turns the rule for results around: everything that was accepted must still be.
            if (Print(input.Type) != Print(now.Type))
                changes.Add(new(!IsNarrower(input.Type, now.Type), $"{coordinate(input.Name.Value)} was {Print(input.Type)} and is {Print(now.Type)}"));
            if (input.DefaultValue?.ToString() != now.DefaultValue?.ToString())
                changes.Add(new(false, $"{coordinate(input.Name.Value)} had the default {Print(input.DefaultValue)} and has {Print(now.DefaultValue)}"));
        }
        foreach (var (name, input) in after)
        {
            var required = input.Type is NonNullTypeNode && input.DefaultValue is null;
            changes.Add(new(required, $"{coordinate(name)} was added{(required ? " and is required" : "")}"));
        }
    }

    private static void CompareInterfaces(string type, IReadOnlyList<NamedTypeNode> old, IReadOnlyList<NamedTypeNode> current, List<SchemaChange> changes) =>
        CompareNames(old.Select(i => i.Name.Value), current.Select(i => i.Name.Value), n => $"{type} no longer implements {n}", n => $"{type} implements {n}", changes);

    private static void CompareNames(IEnumerable<string> old, IEnumerable<string> current, Func<string, string> removed, Func<string, string> added,
        List<SchemaChange> changes)
    {
        var before = old.ToHashSet(StringComparer.Ordinal);
        var after = current.ToHashSet(StringComparer.Ordinal);
        changes.AddRange(before.Except(after).Select(name => new SchemaChange(true, removed(name))));
        changes.AddRange(after.Except(before).Select(name => new SchemaChange(false, added(name))));
    }

    /// <summary>Whether every value of a type is one of a wider type: null less, the rest the same.</summary>
    private static bool IsNarrower(ITypeNode type, ITypeNode wider) => (type, wider) switch
    {
        (NonNullTypeNode a, NonNullTypeNode b) => IsNarrower(a.Type, b.Type),
        (NonNullTypeNode a, _) => IsNarrower(a.Type, wider),
        (ListTypeNode a, ListTypeNode b) => IsNarrower(a.Type, b.Type),
        (NamedTypeNode a, NamedTypeNode b) => a.Name.Value == b.Name.Value,
        _ => false,
    };

    private static string Print(object? node) => node?.ToString() ?? "none";

    private static string KindOf(IDefinitionNode definition) => definition.Kind.ToString().Replace("TypeDefinition", "", StringComparison.Ordinal);

    private static Dictionary<string, IDefinitionNode> Named(DocumentNode document)
    {
        var definitions = new Dictionary<string, IDefinitionNode>(StringComparer.Ordinal);
        foreach (var definition in document.Definitions)
        {
            if (definition is DirectiveDefinitionNode directive) definitions[$"@{directive.Name.Value}"] = definition;
            else if (definition is ITypeDefinitionNode type) definitions[type.Name.Value] = definition;
        }
        return definitions;
    }
}
