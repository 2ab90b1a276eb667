using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>How long a list is: the largest slicing argument that is given, else the defaults of the field.</summary>
/// <param name="Literal">The largest size written as a literal; null: none is.</param>
/// <param name="Variables">Variables given as slicing arguments; their values count.</param>
/// <param name="Default">The size when no argument has a value.</param>
/// <param name="Max">The size that the field itself never exceeds.</param>
internal sealed record SizePlan(double? Literal, string[] Variables, double Default, double Max)
{
    public bool IsStatic => Variables.Length == 0;

    /// <summary>The plan; null when the field has no <c>@listSize</c>. Adds HC0082 when not exactly one slicing argument is given where one must be.</summary>
    public static SizePlan? Of(OutputField field, FieldNode node, ListSize? listSize, List<IError> errors)
    {
        if (listSize is null) return null;
        double? literal = null;
        double? schemaDefault = null;
        var variables = new List<string>();
        var literals = 0;
        foreach (var name in listSize.SlicingArguments)
        {
            switch (ArgumentOf(node, name))
            {
                case null when field.FindArgument(name)?.DefaultValue is IntValueNode d && d.TryToInt32(out var size):
                    schemaDefault = Math.Max(schemaDefault ?? 0, size);
                    break;
                case VariableNode variable:
                    variables.Add(variable.Name.Value);
                    break;
                case IntValueNode i when i.TryToInt32(out var size):
                    literals++;
                    literal = Math.Max(literal ?? 0, size);
                    break;
                case not (null or NullValueNode):
                    literals++;
                    break;
            }
        }
        // What variables hold is not held against the client here: which of several is given may be his users' choice.
        if (listSize is { RequireOneSlicingArgument: true, SlicingArguments.Count: > 0 } && (literals > 0 ? literals + variables.Count != 1 : variables.Count == 0))
            errors.Add(NotExactlyOne(field, node, listSize));
        return new SizePlan(literal, [.. variables], Math.Max(0, schemaDefault ?? listSize.SlicingArgumentDefaultValue ?? listSize.AssumedSize ?? 1),
            field.Features.Get<ListSizeLimit>()?.Max ?? double.MaxValue);
    }

    /// <summary>The size under these variables.</summary>
    public double Evaluate(CostVariables variables)
    {
        var size = Literal;
        foreach (var name in Variables)
        {
            if (variables.Number(name) is { } number) size = Math.Max(size ?? 0, number);
        }
        return Math.Min(size ?? Default, Max);
    }

    private static IValueNode? ArgumentOf(FieldNode node, string name)
    {
        foreach (var argument in node.Arguments)
        {
            if (argument.Name.Value == name) return argument.Value;
        }
        return null;
    }

    private static IError NotExactlyOne(OutputField field, FieldNode node, ListSize listSize)
    {
        var error = ErrorBuilder.New()
            .SetMessage($"Exactly one of the arguments {string.Join(", ", listSize.SlicingArguments.Select(a => $"`{a}`"))} of `{field.Name}` must be given.");
        if (node.Location is { } location) error.AddLocation(location.Line, location.Column);
        return error.SetCode(ErrorCodes.ExactlyOneSlicingArgument).SetExtension("coordinate", field.Coordinate).Build();
    }
}
