namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>The cost of a selection set: of the object types that a value may have, the dearest counts. What no variable touches is summed up beforehand.</summary>
internal sealed class SelectionCost
{
    public static readonly SelectionCost None = new([]);

    private readonly TypeCost[] _types;

    public SelectionCost(IReadOnlyList<IReadOnlyList<FieldCost>> fieldsByType)
    {
        _types = [.. fieldsByType.Select(f => new TypeCost(f))];
        IsStatic = fieldsByType.All(fields => fields.All(f => f.IsStatic));
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

        public TypeCost(IReadOnlyList<FieldCost> fields)
        {
            _moving = [.. fields.Where(f => !f.IsStatic || f.IsSizedByParent)];
            double field = 0, type = 0;
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
