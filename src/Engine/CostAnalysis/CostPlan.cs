using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>The cost of an operation as a formula over its variables, made once for each plan.</summary>
internal sealed class CostPlan(SelectionCost root, Weights weights, IReadOnlyList<IError> errors)
{
    private readonly CostMetrics? _fixed = root.IsStatic ? root.Evaluate(default, 1) : null;

    /// <summary>What is wrong with list sizes whatever the variables are; the operation is refused then.</summary>
    public IReadOnlyList<IError> Errors { get; } = errors;

    /// <summary>The cost under these variables.</summary>
    public CostMetrics Evaluate(IVariableValueCollection variables) =>
        _fixed ?? root.Evaluate(new CostVariables(variables, weights), 1);
}
