namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>On a field, argument or input field: its weight, from <c>@cost</c>.</summary>
/// <param name="Weight">The weight.</param>
public sealed record CostWeight(double Weight);

/// <summary>On a field: how long its list is at most, because it refuses to be longer. More may be asked for, but not be had, so it costs no more.</summary>
/// <param name="Max">The length.</param>
public sealed record ListSizeLimit(int Max);

/// <summary>On a field: how long its list can be, from <c>@listSize</c>.</summary>
/// <param name="AssumedSize">The size when nothing else is known, or null.</param>
/// <param name="SlicingArguments">Arguments whose value is the size.</param>
/// <param name="SlicingArgumentDefaultValue">The size when no slicing argument is given, or null.</param>
/// <param name="SizedFields">Fields below whose lists have the size, instead of this one's.</param>
/// <param name="RequireOneSlicingArgument">Whether exactly one slicing argument must be given.</param>
public sealed record ListSize(
    int? AssumedSize, IReadOnlyList<string> SlicingArguments, int? SlicingArgumentDefaultValue, IReadOnlyList<string> SizedFields, bool RequireOneSlicingArgument);
