namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>How the cost of operations is computed and limited. A feature of the schema; absent when costs are not analysed.</summary>
public sealed class CostOptions
{
    /// <summary>The sum of the weights of all fields and arguments that an operation may have.</summary>
    public double MaxFieldCost { get; set; } = 1_000;

    /// <summary>The number of objects that an operation may give.</summary>
    public double MaxTypeCost { get; set; } = 1_000;

    /// <summary>Whether an operation above a maximum is refused.</summary>
    public bool EnforceCostLimits { get; set; } = true;

    /// <summary>Whether resolvers that are not plain functions of their parent weigh <see cref="DefaultResolverCost"/>, and lists and filters their defaults.</summary>
    public bool ApplyCostDefaults { get; set; } = true;

    /// <summary>Whether the page size that stands in for a missing slicing argument is part of <c>@listSize</c>.</summary>
    public bool ApplySlicingArgumentDefaultValue { get; set; } = true;

    /// <summary>Computes no costs at all.</summary>
    public bool SkipAnalyzer { get; set; }

    /// <summary>The weight of a resolver that is not a plain function of its parent; null: none.</summary>
    public double? DefaultResolverCost { get; set; } = 10;

    /// <summary>Weights of filters.</summary>
    public FilterCostOptions Filtering { get; } = new();

    /// <summary>Weights of sorting.</summary>
    public SortCostOptions Sorting { get; } = new();
}

/// <summary>Weights of filters.</summary>
public sealed class FilterCostOptions
{
    public double? DefaultFilterArgumentCost { get; set; } = 10;
    public double? DefaultFilterOperationCost { get; set; } = 10;

    /// <summary>Operations that no index serves.</summary>
    public double? DefaultExpensiveFilterOperationCost { get; set; } = 20;

    /// <summary>For modules that run on either engine: this one prices what a variable holds.</summary>
    public int? VariableMultiplier { get; set; } = 5;
}

/// <summary>Weights of sorting.</summary>
public sealed class SortCostOptions
{
    public double? DefaultSortArgumentCost { get; set; } = 10;
    public double? DefaultSortOperationCost { get; set; } = 10;

    /// <summary>For modules that run on either engine: this one prices what a variable holds.</summary>
    public int? VariableMultiplier { get; set; } = 5;
}
