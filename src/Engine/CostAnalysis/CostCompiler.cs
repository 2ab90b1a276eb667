using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>Turns the selections of a plan into its cost.</summary>
internal sealed class CostCompiler(Weights weights)
{
    private readonly Dictionary<MemoKey, SelectionCost> _memo = [];
    private readonly List<IError> _errors = [];

    /// <summary>The cost of an operation with these root selections.</summary>
    public static CostPlan Compile(Weights weights, ObjectType rootType, IReadOnlyList<ISelection> roots)
    {
        var compiler = new CostCompiler(weights);
        var root = new SelectionCost([(Weights.Of(rootType), compiler.Fields(roots, []))]);
        return new CostPlan(root, weights, compiler._errors);
    }

    private List<FieldCost> Fields(IReadOnlyList<ISelection> selections, IReadOnlyList<string> sizedFields)
    {
        var costs = new List<FieldCost>(selections.Count);
        foreach (var selection in selections) costs.Add(Field(selection, sizedFields));
        return costs;
    }

    private FieldCost Field(ISelection selection, IReadOnlyList<string> sizedFields)
    {
        var field = selection.Field;
        var listSize = field.Features.Get<ListSize>();
        var size = SizePlan.Of(field, selection.SyntaxNode, listSize, _errors);
        var variables = new List<string>();
        var weight = Weights.Of(field);
        foreach (var argument in selection.SyntaxNode.Arguments)
        {
            if (field.FindArgument(argument.Name.Value) is { } definition) weight += weights.Of(definition) + Held(argument.Value, definition.Type, variables);
        }
        return new FieldCost(new FieldCostParts(
            selection.IsConditional ? selection : null,
            weight,
            [.. variables],
            field.Type.IsComposite ? 0 : Weights.Of(field.Type.Named),
            size,
            listSize is { SizedFields.Count: > 0 },
            sizedFields.Contains(field.Name),
            Below(selection, listSize?.SizedFields ?? [])));
    }

    /// <summary>The price of what a literal holds; variables that may hold input objects are set aside.</summary>
    private double Held(IValueNode value, GraphQLType type, List<string> variables)
    {
        switch (value)
        {
            case VariableNode variable when type.Named.Kind == TypeKind.InputObject:
                variables.Add(variable.Name.Value);
                return 0;
            case ObjectValueNode literal when type.Named is InputObjectType input:
                double sum = 0;
                foreach (var held in literal.Fields)
                {
                    if (input.FindField(held.Name.Value) is { } field) sum += weights.Of(field) + Held(held.Value, field.Type, variables);
                }
                return sum;
            case ListValueNode list:
                sum = 0;
                foreach (var item in list.Items) sum += Held(item, type.ElementType ?? type, variables);
                return sum;
            default:
                return 0;
        }
    }

    private SelectionCost Below(ISelection selection, IReadOnlyList<string> sizedFields)
    {
        if (!selection.Field.Type.IsComposite) return SelectionCost.None;
        // Object types that select the same nodes of the same type share the result; else nested interfaces would multiply.
        var key = new MemoKey(selection.SyntaxNodes, selection.Field.Type.Named, sizedFields);
        if (_memo.TryGetValue(key, out var known)) return known;
        var types = new List<(double, IReadOnlyList<FieldCost>)>();
        foreach (var type in selection.PossibleTypes) types.Add((Weights.Of(type), Fields(selection.GetSelections(type), sizedFields)));
        var cost = new SelectionCost(types);
        _memo.Add(key, cost);
        return cost;
    }

    private readonly struct MemoKey(IReadOnlyList<FieldNode> nodes, NamedType type, IReadOnlyList<string> sizedFields) : IEquatable<MemoKey>
    {
        private readonly IReadOnlyList<FieldNode> _nodes = nodes;
        private readonly NamedType _type = type;
        private readonly IReadOnlyList<string> _sizedFields = sizedFields;

        public bool Equals(MemoKey other)
        {
            if (!ReferenceEquals(_type, other._type) || _nodes.Count != other._nodes.Count || !_sizedFields.SequenceEqual(other._sizedFields)) return false;
            for (var i = 0; i < _nodes.Count; i++)
            {
                if (!ReferenceEquals(_nodes[i], other._nodes[i])) return false;
            }
            return true;
        }

        public override bool Equals(object? obj) => obj is MemoKey other && Equals(other);

        public override int GetHashCode() => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_nodes[0]), _nodes.Count, _type.Index);
    }
}
