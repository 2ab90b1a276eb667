namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>Limits of one request, which beat those of the schema.</summary>
/// <param name="MaxFieldCost">The field cost that it may have; null: the schema's limit.</param>
/// <param name="MaxTypeCost">The type cost that it may have; null: the schema's limit.</param>
/// <param name="EnforceCostLimits">Whether it is refused when it costs more; null: as the schema says.</param>
/// <param name="SkipAnalyzer">Whether its cost is computed; null: as the schema says.</param>
public sealed record RequestCostOptions(double? MaxFieldCost = null, double? MaxTypeCost = null, bool? EnforceCostLimits = null, bool? SkipAnalyzer = null);
