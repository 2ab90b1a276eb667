using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>The cost of one selection as a formula over the variables.</summary>
internal sealed class FieldCost
{
    private readonly FieldCostParts _parts;
    private readonly CostMetrics _fixedBelow;

    public FieldCost(FieldCostParts parts)
    {
        _parts = parts;
        var sizeIsStatic = parts.Size is null or { IsStatic: true };
        IsStatic = parts.Condition is null && parts.Variables.Length == 0 && sizeIsStatic && parts.Below.IsStatic;
        if (IsStatic) _fixedBelow = parts.Below.Evaluate(default, SizeBelow(default));
    }

    /// <summary>Whether nothing depends on variables. The parent's size may still count.</summary>
    public bool IsStatic { get; }

    /// <inheritdoc cref="FieldCostParts.IsSizedByParent"/>
    public bool IsSizedByParent => _parts.IsSizedByParent;

    /// <summary>The cost under these variables.</summary>
    public CostMetrics Evaluate(CostVariables variables, double parentSize)
    {
        if (_parts.Condition is not null && !variables.Includes(_parts.Condition)) return default;
        var below = IsStatic ? _fixedBelow : _parts.Below.Evaluate(variables, SizeBelow(variables));
        var weight = _parts.Weight;
        foreach (var name in _parts.Variables) weight += variables.PriceOf(name);
        var times = _parts.IsSizedByParent ? parentSize : _parts.SizesFieldsBelow ? 1 : _parts.Size?.Evaluate(variables) ?? 1;
        return new CostMetrics(Math.Max(0, weight + times * below.FieldCost), Math.Max(0, times * (_parts.LeafWeight + below.TypeCost)));
    }

    private double SizeBelow(CostVariables variables) => _parts.SizesFieldsBelow ? _parts.Size?.Evaluate(variables) ?? 1 : 1;
}

/// <summary>What the cost of a selection is made of.</summary>
/// <param name="Condition">The selection when variables decide whether it is there; else null.</param>
/// <param name="Weight">The field's weight with its arguments, as far as they are literals.</param>
/// <param name="Variables">Variables that hold input objects, which are priced.</param>
/// <param name="LeafWeight">The weight of one value in the response when it is a leaf; else it is part of <paramref name="Below"/>.</param>
/// <param name="Size">How long the list of the field, or of its sized fields, is; null: nothing is known.</param>
/// <param name="SizesFieldsBelow">Whether fields below have the size, instead of this one.</param>
/// <param name="IsSizedByParent">Whether the parent's size holds for this field.</param>
/// <param name="Below">One value and what is selected on it.</param>
internal sealed record FieldCostParts(ISelection? Condition, double Weight, string[] Variables, double LeafWeight, SizePlan? Size, bool SizesFieldsBelow,
    bool IsSizedByParent, SelectionCost Below);
