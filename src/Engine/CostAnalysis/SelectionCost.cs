namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>The cost of one value and what is selected on it: of the object types that it may have, the dearest counts. What no variable touches is summed up beforehand.</summary>
internal sealed class SelectionCost
{
    public static readonly SelectionCost None = new([]);

    private readonly TypeCost[] _types;

    public SelectionCost(IReadOnlyList<(double Weight, IReadOnlyList<FieldCost> Fields)> types)
    {
        _types = [.. types.Select(t => new TypeCost(t.Weight, t.Fields))];
        IsStatic = types.All(t => t.Fields.All(f => f.IsStatic));
    }

    /// <summary>Whether nothing depends on variables. The parent's size may still count.</summary>
    public bool IsStatic { get; }

    /// <summary>The cost under these variables, fields and types looked at apart.</summary>
    public CostMetrics Evaluate(CostVariables variables, double parentSize)
    {
        double field = 0, type = 0;
        foreach (var candidate in _types)
        {
            var cost = candidate.Evaluate(variables, parentSize);
            field = Math.Max(field, cost.FieldCost);
            type = Math.Max(type, cost.TypeCost);
        }
        return new CostMetrics(field, type);
    }

    private sealed class TypeCost
    {
        private readonly CostMetrics _fixed;
        private readonly FieldCost[] _moving;

        public TypeCost(double weight, IReadOnlyList<FieldCost> fields)
        {
            _moving = [.. fields.Where(f => !f.IsStatic || f.IsSizedByParent)];
            double field = 0, type = weight;
            foreach (var cost in fields.Except(_moving).Select(f => f.Evaluate(default, 1)))
            {
                field += cost.FieldCost;
                type += cost.TypeCost;
            }
            _fixed = new CostMetrics(field, type);
        }

        public CostMetrics Evaluate(CostVariables variables, double parentSize)
        {
            var (field, type) = _fixed;
            foreach (var moving in _moving)
            {
                var cost = moving.Evaluate(variables, parentSize);
                field += cost.FieldCost;
                type += cost.TypeCost;
            }
            return new CostMetrics(field, type);
        }
    }
}
