using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Projections;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Execution.Processing;

namespace GraphQLPlugins.Engine.DataLoading.Data;

/// <summary>What a selection reads of the items of a page that its resolver or loader makes. Kept with the operation's plan.</summary>
internal sealed class PageSelection
{
    private static int _ids;
    private readonly Type? _item;
    private readonly MemberTree? _members;
    private readonly int _id = Interlocked.Increment(ref _ids);
    private object? _plans;
    private Named? _latest;

    public PageSelection(ISelection selection)
    {
        _item = selection.Field.Features.Get<DataField>()?.ElementType;
        if (_item is not null) _members = SelectedMembers.Of(selection, _item);
        Parts = new SelectedParts(selection);
    }

    /// <summary>What is asked for of the page besides its items.</summary>
    public SelectedParts Parts { get; }

    /// <summary>The text of arguments of this selection. All objects of a request have the same ones, so the latest is kept.</summary>
    public string KeyOf(in PagingArguments arguments)
    {
        if (_latest is not { } named || named.Arguments != arguments) _latest = named = new Named(arguments, $"{arguments.Text};{_id}");
        return named.Key;
    }

    /// <summary>What was learnt for the members that are read; equal selections share it.</summary>
    public SourcePlans<T> PlansFor<T>()
    {
        if (_plans is SourcePlans<T> plans) return plans;
        plans = _item == typeof(T) ? Shared<T>.Find(_members!) : SourcePlans<T>.Whole;
        _plans = plans;
        return plans;
    }

    private static class Shared<T>
    {
        private static readonly ShapeCache<SourcePlans<T>> Plans = new();

        public static SourcePlans<T> Find(MemberTree members)
        {
            var text = members.ToString();
            return Plans.TryGet(text, out var plans) ? plans : Plans.GetOrAdd(text, () => new SourcePlans<T>(members, projectsNavigations: false));
        }
    }

    private sealed record Named(PagingArguments Arguments, string Key);
}
