using System.Reflection;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Projections;

/// <summary>
/// Finds the members that a selection reads. Conditional selections count as selected. A resolver below says what it needs by
/// <c>[Parent(requires)]</c>; one that takes the parent without saying so needs all of the parent's own values.
/// </summary>
internal static class SelectedMembers
{
    /// <summary>The members of the items of a data field.</summary>
    public static MemberTree Of(ISelection field, Type item)
    {
        var tree = new MemberTree();
        foreach (var items in Items(field)) Collect(items, item, tree);
        return tree;
    }

    /// <summary>The selections whose selection sets are those of the items.</summary>
    private static IEnumerable<ISelection> Items(ISelection field)
    {
        if (field.Field.Features.Get<DataField>() is not { Paging: not null }) return [field];
        return Below(field).SelectMany(s => s.Field.Name switch
        {
            "nodes" or "items" => [s],
            "edges" => Below(s).Where(e => e.Field.Name == "node"),
            _ => Enumerable.Empty<ISelection>(),
        });
    }

    /// <summary>The selections below, of all object types that can stand there.</summary>
    public static IEnumerable<ISelection> Below(ISelection selection) => selection.PossibleTypes.SelectMany(selection.GetSelections);

    private static void Collect(ISelection selection, Type clr, MemberTree tree)
    {
        if (selection.PossibleTypes is not [var type])
        {
            tree.All |= selection.PossibleTypes.Count > 1;
            return;
        }
        foreach (var child in selection.GetSelections(type)) Collect(child.Field, child, clr, tree);
        foreach (var field in type.Fields)
        {
            if (field.Features.Get<ProjectionRule>() == ProjectionRule.Always) Collect(field, null, clr, tree);
        }
    }

    private static void Collect(OutputField field, ISelection? selection, Type clr, MemberTree tree)
    {
        if (field.IsIntrospection || field.Features.Get<ProjectionRule>() == ProjectionRule.Never) return;
        switch (field.Member)
        {
            case PropertyInfo property when property.DeclaringType!.IsAssignableFrom(clr):
                Collect(property, field, selection, tree);
                break;
            case MethodInfo method when method.IsStatic || !method.DeclaringType!.IsAssignableFrom(clr):
                Collect(method, tree);
                break;
            default:
                tree.All = true;
                break;
        }
    }

    private static void Collect(PropertyInfo property, OutputField field, ISelection? selection, MemberTree tree)
    {
        if (!field.Type.IsComposite || selection is null)
        {
            tree.Add(property.Name);
            return;
        }
        var nested = tree.Nested(property.Name);
        var element = DataTypes.ElementOf(property.PropertyType) ?? property.PropertyType;
        foreach (var items in Items(selection)) Collect(items, element, nested);
        // A list that is filtered or sorted in memory needs what it is filtered and sorted by.
        if (field.Features.Get<DataField>() is not null) nested.All = true;
    }

    private static void Collect(MethodInfo method, MemberTree tree)
    {
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttribute<ParentAttribute>() is { } parent)
            {
                if (parent.Requires is { } requires) Require(requires.AsSpan(), tree);
                else tree.All = true;
            }
            else if (typeof(IResolverContext).IsAssignableFrom(parameter.ParameterType))
            {
                tree.All = true;
            }
        }
    }

    /// <summary>Reads names separated by blanks, with braces around nested ones.</summary>
    private static ReadOnlySpan<char> Require(ReadOnlySpan<char> text, MemberTree tree)
    {
        string? last = null;
        while (!(text = text.TrimStart([' ', ',', '\n', '\r', '\t'])).IsEmpty)
        {
            if (text[0] == '}') return text[1..];
            if (text[0] == '{')
            {
                text = Require(text[1..], last is null ? tree : tree.Nested(last));
                continue;
            }
            var end = text.IndexOfAny(" ,\n\r\t{}");
            last = (end < 0 ? text : text[..end]).ToString();
            tree.Add(last);
            text = end < 0 ? default : text[end..];
        }
        return text;
    }
}
