namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>One use of <c>@defer</c> in a selection set.</summary>
internal sealed class DeferUsage(string? label, DeferUsage? parent, Conjunction when)
{
    public string? Label { get; } = label;

    /// <summary>The deferred fragment around it.</summary>
    public DeferUsage? Parent { get; } = parent;

    /// <summary>When the fragment is included.</summary>
    public Conjunction When { get; } = when;

    public bool IsInside(DeferUsage other)
    {
        for (var usage = Parent; usage is not null; usage = usage.Parent)
        {
            if (ReferenceEquals(usage, other)) return true;
        }
        return false;
    }
}

/// <summary>Fields of an object that are delivered later, with all the deferred fragments that wait for them.</summary>
internal sealed record DeferredPart(DeferUsage[] Usages, SelectionSetPlan Set);

/// <summary>A use of <c>@stream</c> at a field.</summary>
/// <param name="InitialCount">How many items the initial result has.</param>
/// <param name="InitialCountVariable">The slot of the variable that says so; -1: none.</param>
/// <param name="Label">The label; null without one.</param>
internal sealed record StreamPlan(int InitialCount, int InitialCountVariable, string? Label);

/// <summary>How incremental results are delivered.</summary>
internal enum IncrementalFormat
{
    /// <summary>At once: the directives are ignored.</summary>
    None,

    /// <summary>HotChocolate 15's: patches by label and path; every fragment is complete in itself.</summary>
    ByPath,

    /// <summary>The newer one: pending results have ids, and no field is delivered twice.</summary>
    ById,
}
