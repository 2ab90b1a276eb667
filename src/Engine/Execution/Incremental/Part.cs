using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;

namespace GraphQLPlugins.Engine.Execution.Incremental;

/// <summary>Something that is delivered after the initial result.</summary>
internal abstract class Part(Path path)
{
    public Path Path { get; } = path;

    /// <summary>How many of its objects and resolvers are not done yet; counted by the loop.</summary>
    public int Outstanding { get; set; }

    /// <summary>Who waits for it. At least one.</summary>
    public abstract IReadOnlyList<DeferInstance> Instances { get; }
}

/// <summary>Fields of an object.</summary>
internal sealed class FieldsPart(DeferInstance[] instances, SelectionSetPlan set, object value, Path path, IImmutableDictionary<string, object?> scoped) : Part(path)
{
    public override IReadOnlyList<DeferInstance> Instances => instances;

    public SelectionSetPlan Set { get; } = set;

    public object Value { get; } = value;

    public IImmutableDictionary<string, object?> Scoped { get; } = scoped;

    /// <summary>Set when there was something to await.</summary>
    public ObjectNode? Node { get; set; }
}

/// <summary>The rest of a list. Each time it completes it has the items that were ready together.</summary>
internal sealed class ItemsPart(DeferInstance instance, FieldPlan field, ValueCompletion element, StreamedList list, Path path,
    IImmutableDictionary<string, object?> scoped, ResolvePhase loop) : Part(path)
{
    private const int MostAtOnce = 100;

    private readonly ListNode _node = new(new NodePlace(null, field, -1, scoped), []) { BasePath = path };
    private ValueTask<bool> _next;
    private bool _isFetching;

    public override IReadOnlyList<DeferInstance> Instances { get; } = [instance];

    public FieldPlan Field { get; } = field;

    public ValueCompletion Element { get; } = element;

    /// <summary>Index of the first of <see cref="Items"/> in the whole list.</summary>
    public int FirstIndex { get; private set; } = list.Items.Count;

    /// <summary>The items to deliver next.</summary>
    public List<object?> Items { get; } = [];

    public bool HasEnded { get; private set; }

    /// <summary>What the sequence threw; it has ended then.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Reads the items that are ready and resolves them; when none is, waits for one.</summary>
    public void Pump()
    {
        FirstIndex += Items.Count;
        Items.Clear();
        Outstanding++;
        Read();
    }

    /// <summary>Goes on when an item is there. On the loop.</summary>
    public void Resume() => Read();

    public ValueTask CloseAsync() => list.CloseAsync();

    private void Read()
    {
        try
        {
            while (Items.Count < MostAtOnce)
            {
                if (!_isFetching)
                {
                    _next = list.Rest!.MoveNextAsync();
                    _isFetching = true;
                }
                if (!_next.IsCompleted)
                {
                    // What is there is delivered first; the next item is awaited afterwards.
                    if (Items.Count > 0) break;
                    loop.AddPending();
                    _next.GetAwaiter().UnsafeOnCompleted(() => loop.Enqueue(this));
                    return;
                }
                _isFetching = false;
                if (!_next.GetAwaiter().GetResult())
                {
                    HasEnded = true;
                    break;
                }
                Items.Add(Expand(list.Rest!.Current));
            }
        }
        catch (Exception e)
        {
            Failure = e;
            HasEnded = true;
        }
        loop.Release(this);
    }

    private object? Expand(object? item) =>
        item is null ? null : Element.Expand(loop, new NodePlace(_node, null, FirstIndex + Items.Count, scoped) { Part = this }, item);
}
