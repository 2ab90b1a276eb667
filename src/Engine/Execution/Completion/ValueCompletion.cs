using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>Turns a resolved value into JSON, as its type asks. One for each level of the type. Spec: CompleteValue.</summary>
internal abstract class ValueCompletion(GraphQLType type)
{
    /// <summary>The type with its non-null wrapper.</summary>
    public GraphQLType Type { get; } = type;

    public bool NonNull { get; } = type.IsNonNull;

    /// <summary>Whether there can be something to await below the value.</summary>
    public virtual bool HasAsync => false;

    /// <summary>What is selected below for an object type; null for leaves and types that cannot stand here.</summary>
    public virtual SelectionSetPlan? SelectionsOf(ObjectType type) => null;

    /// <summary>Writes a value that is not null. False: it failed, the error is reported and what was written must be cut off. May throw, with the same meaning.</summary>
    public abstract bool Write(WritePhase phase, FieldPlan field, object value);

    /// <summary>Prepares a value that is not null for writing: objects with something to await below become nodes and are queued.</summary>
    public virtual object? Expand(ResolvePhase phase, in NodePlace place, object value) => value;
}
