namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>What an operation costs.</summary>
/// <param name="FieldCost">About how much work its resolvers do.</param>
/// <param name="TypeCost">About how many objects its response holds.</param>
public readonly record struct CostMetrics(double FieldCost, double TypeCost);
