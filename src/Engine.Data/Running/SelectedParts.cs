using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>Which parts of a connection or segment a selection asks for; @skip and @include decide when it runs.</summary>
internal sealed class SelectedParts
{
    private readonly ISelection[] _count;
    private readonly ISelection[] _page;
    private readonly ISelection[] _info;
    private readonly ISelection[] _cursors;

    public SelectedParts(ISelection selection)
    {
        var below = SelectedMembers.Below(selection).Where(s => !s.Field.IsIntrospection).ToList();
        _count = [.. below.Where(s => s.Field.Name == "totalCount")];
        _page = [.. below.Where(s => s.Field.Name != "totalCount")];
        _info = [.. _page.Where(s => s.Field.Name is not ("nodes" or "edges" or "items"))];
        _cursors = [.. _info, .. below.Where(s => s.Field.Name == "edges").SelectMany(SelectedMembers.Below).Where(s => s.Field.Name != "node" && !s.Field.IsIntrospection)];
    }

    /// <summary>Whether the whole list must be counted.</summary>
    public bool Count(IVariableValueCollection variables) => Any(_count, variables);

    /// <summary>Whether items or their place are asked for.</summary>
    public bool Page(IVariableValueCollection variables) => Any(_page, variables);

    /// <summary>Whether anything is asked for besides the items, such as whether there are more.</summary>
    public bool Info(IVariableValueCollection variables) => Any(_info, variables);

    /// <summary>Whether cursors are asked for, or anything that may be made of them.</summary>
    public bool Cursors(IVariableValueCollection variables) => Any(_cursors, variables);

    private static bool Any(ISelection[] selections, IVariableValueCollection variables)
    {
        foreach (var selection in selections)
        {
            if (!selection.IsConditional || selection.IsIncluded(variables)) return true;
        }
        return false;
    }
}

/// <summary>What a selection of a data field keeps: the parts that are asked for, and what was learnt for the members that it reads.</summary>
internal sealed record SelectedData<T>(EntityFramework.SourcePlans<T> Plans, SelectedParts Parts);
