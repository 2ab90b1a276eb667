using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem.SchemaRules;

/// <summary>No input object needs itself: neither by fields that must be given nor by defaults. Spec: Input Objects, Circular References.</summary>
internal static class InputCycleRules
{
    public static void Check(Schema schema, SchemaReport report)
    {
        var done = new HashSet<InputObjectType>();
        foreach (var type in schema.Types.OfType<InputObjectType>()) FollowRequired(type, [], done, report);
        var checkedDefaults = new HashSet<InputField>();
        foreach (var type in schema.Types.OfType<InputObjectType>())
        {
            foreach (var field in type.Fields) FollowDefault(field, [], checkedDefaults, report);
        }
    }

    private static void FollowRequired(InputObjectType type, List<InputField> path, HashSet<InputObjectType> done, SchemaReport report)
    {
        if (done.Contains(type)) return;
        foreach (var field in type.Fields)
        {
            if (!field.Type.IsNonNull || field.Type.Nullable is not InputObjectType next) continue;
            path.Add(field);
            var start = path.FindIndex(f => f.DeclaringCoordinate == next.Name);
            if (start >= 0)
            {
                report.Add(next.Name, $"no value could ever be given, because it needs itself through {Names(path.Skip(start))}; make one of these nullable.");
            }
            else
            {
                FollowRequired(next, path, done, report);
            }
            path.RemoveAt(path.Count - 1);
        }
        done.Add(type);
    }

    private static void FollowDefault(InputField field, List<InputField> path, HashSet<InputField> done, SchemaReport report)
    {
        if (field.DefaultValue is not { } value || done.Contains(field)) return;
        var start = path.IndexOf(field);
        if (start >= 0)
        {
            report.Add($"{field.DeclaringCoordinate}.{field.Name}", $"its default needs itself through {Names(path.Skip(start))}; give one of these no default.");
            return;
        }
        path.Add(field);
        FollowLiteral(value, field.Type, path, done, report);
        path.RemoveAt(path.Count - 1);
        done.Add(field);
    }

    private static void FollowLiteral(IValueNode value, GraphQLType type, List<InputField> path, HashSet<InputField> done, SchemaReport report)
    {
        if (value is ListValueNode list)
        {
            foreach (var item in list.Items) FollowLiteral(item, type.ElementType ?? type, path, done, report);
        }
        else if (value is ObjectValueNode literal && type.Named is InputObjectType input)
        {
            foreach (var field in input.Fields)
            {
                var given = literal.Fields.FirstOrDefault(f => f.Name.Value == field.Name);
                if (given is null) FollowDefault(field, path, done, report);
                else FollowLiteral(given.Value, field.Type, path, done, report);
            }
        }
    }

    private static string Names(IEnumerable<InputField> path) => string.Join(", ", path.Select(f => $"{f.DeclaringCoordinate}.{f.Name}"));
}
