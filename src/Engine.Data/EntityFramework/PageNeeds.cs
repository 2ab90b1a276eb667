using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>What is asked for of a page.</summary>
/// <param name="Page">Items, or where they stand.</param>
/// <param name="Info">Where they stand: whether there are more, say.</param>
/// <param name="Cursors">The places of items.</param>
/// <param name="Count">How many items the whole list has.</param>
internal readonly record struct PageNeeds(bool Page, bool Info, bool Cursors, bool Count)
{
    public PageNeeds(SelectedParts parts, IVariableValueCollection variables)
        : this(parts.Page(variables), parts.Info(variables), parts.Cursors(variables), parts.Count(variables))
    {
    }

    /// <summary>Everything that a page can tell, for those who ask for it later.</summary>
    public static PageNeeds Whole(bool count) => new(Page: true, Info: true, Cursors: true, count);

    /// <summary>1 when a row more must be read, which tells whether there are more and whether the page is the whole list; else 0.</summary>
    public int OneMore => Info || Count ? 1 : 0;
}
