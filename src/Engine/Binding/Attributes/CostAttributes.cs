namespace GraphQLPlugins.Engine.CostAnalysis.Types;

/// <summary>The weight of a field, argument, input field or type in the cost analysis.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class CostAttribute(double weight) : Attribute
{
    /// <summary>The weight.</summary>
    public double Weight { get; } = weight;
}

/// <summary>How long the list of a field can be, for the cost analysis.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class ListSizeAttribute : Attribute
{
    private int? _assumedSize;
    private int? _slicingArgumentDefaultValue;

    /// <summary>The size when nothing else is known.</summary>
    public int AssumedSize { get => _assumedSize ?? 0; set => _assumedSize = value; }

    /// <summary>Arguments whose value is the size.</summary>
    public string[]? SlicingArguments { get; set; }

    /// <summary>The size when no slicing argument is given.</summary>
    public int SlicingArgumentDefaultValue { get => _slicingArgumentDefaultValue ?? 0; set => _slicingArgumentDefaultValue = value; }

    /// <summary>Fields below whose lists have the size, instead of this one's.</summary>
    public string[]? SizedFields { get; set; }

    /// <summary>Whether exactly one slicing argument must be given.</summary>
    public bool RequireOneSlicingArgument { get; set; } = true;

    internal int? AssumedSizeOrNull => _assumedSize;

    internal int? SlicingArgumentDefaultValueOrNull => _slicingArgumentDefaultValue;
}
