using GraphQLPlugins.Engine.Execution.Incremental;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>A list of any element.</summary>
internal sealed class ListCompletion(GraphQLType type, ValueCompletion element) : ValueCompletion(type)
{
    private ListReader? _last;

    public ValueCompletion Element { get; } = element;

    public override bool HasAsync => Element.HasAsync;

    public override SelectionSetPlan? SelectionsOf(ObjectType type) => Element.SelectionsOf(type);

    public override bool Write(WritePhase phase, FieldPlan field, object value)
    {
        var entered = phase.Enter(field);
        var written = value switch
        {
            ListNode node => ArrayReader<object?>.Instance.Write(phase, field, this, node.Items),
            FailedNode failed => phase.Fail(failed.Error),
            _ when ReaderOf(value) is { } reader => reader.Write(phase, field, this, value),
            _ => phase.Fail(field, NotAList(value)),
        };
        if (written && value is ListNode { Streamed: not null } list) phase.Defer(field, Element, list);
        if (entered) phase.Leave();
        return written;
    }

    public override object Expand(ResolvePhase phase, in NodePlace place, object value)
    {
        var streamed = value as StreamedList;
        if (!HasAsync && streamed is null) return value;
        var items = streamed?.Items.ToArray() ?? ReaderOf(value)?.ToArray(value);
        if (items is null) return new FailedNode(ResolvePhase.At(NotAList(value), place));
        var node = new ListNode(place, items) { Streamed = streamed };
        for (var i = 0; i < node.Items.Length; i++)
        {
            if (node.Items[i] is { } item) node.Items[i] = Element.Expand(phase, new NodePlace(node, null, i, place.Scoped), item);
        }
        return node;
    }

    private ListReader? ReaderOf(object value)
    {
        var last = _last;
        if (last is not null && ReferenceEquals(last.ListType, value.GetType())) return last;
        return _last = ListReader.For(value);
    }

    private static IError NotAList(object value) => ErrorBuilder.New()
        .SetMessage($"The type `{value.GetType().Name}` is not supported as the value of a list field.").SetCode(ErrorCodes.ListTypeNotSupported).Build();
}
