using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>An object type.</summary>
internal sealed class ObjectCompletion(GraphQLType type, SelectionSetPlan selections) : ValueCompletion(type)
{
    public override bool HasAsync => selections.HasAsync;

    public override SelectionSetPlan? SelectionsOf(ObjectType type) => ReferenceEquals(type, selections.Type) ? selections : null;

    public override bool Write(WritePhase phase, FieldPlan field, object value)
    {
        var entered = phase.Enter(field);
        var written = value is ObjectNode node ? phase.WriteNode(node) : phase.WriteFields(selections, value);
        if (entered) phase.Leave();
        return written;
    }

    public override object Expand(ResolvePhase phase, in NodePlace place, object value) =>
        selections.HasAsync ? phase.AddNode(new ObjectNode(place, selections, value)) : value;
}
