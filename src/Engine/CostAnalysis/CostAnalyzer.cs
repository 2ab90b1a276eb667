using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>Refuses operations that cost too much, and reports costs. The formula is made once for each plan; a request only fills in its variables.</summary>
internal sealed class CostAnalyzer(CostOptions options) : IOperationCheck
{
    private readonly ConditionalWeakTable<IOperation, CostPlan> _plans = [];
    private readonly Weights _weights = new();

    /// <inheritdoc/>
    public IOperationResult? Check(IOperation operation, IVariableValueCollection variables, IOperationRequest request,
        ref Dictionary<string, object?>? extensions)
    {
        var own = Of<RequestCostOptions>(request, ExecutionContextData.CostOptions);
        var mode = Of<string>(request, ExecutionContextData.CostMode);
        if (mode is null && (own?.SkipAnalyzer ?? options.SkipAnalyzer)) return null;
        var plan = _plans.GetValue(operation, o => Compile((OperationPlan)o));
        if (plan.Errors.Count > 0) return new RequestErrorResult(plan.Errors);
        var cost = plan.Evaluate(variables);
        if (mode == "validate") return new CostReport(cost);
        if (own?.EnforceCostLimits ?? options.EnforceCostLimits)
        {
            var maxField = own?.MaxFieldCost ?? options.MaxFieldCost;
            if (cost.FieldCost > maxField) return Exceeded("field", cost.FieldCost, maxField);
            var maxType = own?.MaxTypeCost ?? options.MaxTypeCost;
            if (cost.TypeCost > maxType) return Exceeded("type", cost.TypeCost, maxType);
        }
        if (mode == "report") (extensions ??= []).Add(CostReport.Name, CostReport.Extension(cost));
        return null;
    }

    private CostPlan Compile(OperationPlan plan) => CostCompiler.Compile(_weights, plan.RootType, plan.Root.Selections);

    private static RequestErrorResult Exceeded(string kind, double cost, double limit) => new(
        ErrorBuilder.New()
            .SetMessage($"The maximum allowed {kind} cost was exceeded.")
            .SetExtension($"{kind}Cost", cost)
            .SetExtension($"max{char.ToUpperInvariant(kind[0])}{kind[1..]}Cost", limit)
            .SetCode(ErrorCodes.CostExceeded)
            .Build());

    private static T? Of<T>(IOperationRequest request, string key) where T : class =>
        request.ContextData is { } data && data.TryGetValue(key, out var value) ? value as T : null;
}
