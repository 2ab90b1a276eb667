using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>Fields below a selection, any of which is asked for; <c>a b { c }</c> nests.</summary>
public sealed class SelectionPattern
{
    private readonly (string Name, SelectionPattern? Below)[] _fields;

    private SelectionPattern((string, SelectionPattern?)[] fields) => _fields = fields;

    /// <summary>The pattern of these names; a single one may be a selection set without its outer braces. Errors: <see cref="SchemaException"/>.</summary>
    public static SelectionPattern Parse(IReadOnlyList<string> names)
    {
        try
        {
            var document = Utf8GraphQLParser.Parse($"{{ {string.Join(' ', names)} }}");
            return Of(((OperationDefinitionNode)document.Definitions[0]).SelectionSet);
        }
        catch (SyntaxException e)
        {
            throw new SchemaException($"`{string.Join(", ", names)}` is not a selection pattern: {e.Message}");
        }
    }

    /// <summary>Whether one of the fields is selected below the context's field.</summary>
    public bool IsMatch(IResolverContext context) => IsMatch(context.Selection, context.Variables);

    private bool IsMatch(ISelection selection, IVariableValueCollection variables)
    {
        foreach (var type in selection.PossibleTypes)
        {
            foreach (var child in selection.GetSelections(type))
            {
                foreach (var (name, below) in _fields)
                {
                    if (child.Field.Name == name && child.IsIncluded(variables) && (below is null || below.IsMatch(child, variables))) return true;
                }
            }
        }
        return false;
    }

    private static SelectionPattern Of(SelectionSetNode set) =>
        new([.. set.Selections.OfType<FieldNode>().Select(f => (f.Name.Value, f.SelectionSet is { } below ? Of(below) : null))]);
}
