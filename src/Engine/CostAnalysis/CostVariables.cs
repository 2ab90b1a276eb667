using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>The variables of a request as the cost sees them.</summary>
internal readonly struct CostVariables(IVariableValueCollection values, Weights weights)
{
    public bool Includes(ISelection selection) => selection.IsIncluded(values);

    /// <summary>The price of what a variable holds; 0 when it was not given.</summary>
    public double PriceOf(string name) => values.TryGetVariable<object>(name, out var value) ? weights.Of(value) : 0;

    /// <summary>The number that a variable holds; null when it was not given or is null.</summary>
    public double? Number(string name) => values.TryGetVariable<object>(name, out var value) && value is int number ? number : null;
}
