using System.Collections.Concurrent;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>An interface or union: finds the object type of a value and the selections for it. Spec: ResolveAbstractType.</summary>
internal sealed class AbstractCompletion(GraphQLType type, AbstractTypeResolver resolver, OperationCompiler compiler, Occurrence[] occurrences,
    DeferUsage?[] current, IEnumerable<KeyValuePair<ObjectType, SelectionSetPlan>> known, bool hasAsync) : ValueCompletion(type)
{
    private readonly ConcurrentDictionary<ObjectType, SelectionSetPlan> _selections = new(known);
    private Match? _last;

    public override bool HasAsync => hasAsync;

    public override SelectionSetPlan? SelectionsOf(ObjectType type) => resolver.IsPossible(type) ? PlanOf(type) : null;

    public override bool Write(WritePhase phase, FieldPlan field, object value)
    {
        var entered = phase.Enter(field);
        bool written;
        if (value is ObjectNode node) written = phase.WriteNode(node);
        else if (value is FailedNode failed) written = phase.Fail(failed.Error);
        else if (Find(value) is { } selections) written = phase.WriteFields(selections, value);
        else written = phase.Fail(field, CannotResolve(value));
        if (entered) phase.Leave();
        return written;
    }

    public override object Expand(ResolvePhase phase, in NodePlace place, object value)
    {
        var selections = Find(value);
        if (selections is null) return hasAsync ? new FailedNode(ResolvePhase.At(CannotResolve(value), place)) : value;
        return selections.HasAsync ? phase.AddNode(new ObjectNode(place, selections, value)) : value;
    }

    /// <summary>As <see cref="Expand"/>, when the resolver itself named the type.</summary>
    public object ExpandAs(ResolvePhase phase, in NodePlace place, object value, ObjectType type)
    {
        if (!resolver.IsPossible(type)) return new FailedNode(ResolvePhase.At(CannotResolve(value), place));
        var node = new ObjectNode(place, PlanOf(type), value);
        return node.Set.HasAsync ? phase.AddNode(node) : node;
    }

    // Compiled here when the plan is, if the number of types is small; else when a value of the type is first seen.
    public SelectionSetPlan PlanOf(ObjectType type) =>
        _selections.TryGetValue(type, out var compiled) ? compiled : compiler.CompileLate(type, occurrences, current, _selections);

    private SelectionSetPlan? Find(object value)
    {
        var clrType = value.GetType();
        var last = _last;
        if (last is not null && ReferenceEquals(last.ClrType, clrType)) return last.Selections;
        if (resolver.Resolve(value) is not { } type) return null;
        var selections = PlanOf(type);
        if (resolver.IsDecidedByClrType) _last = new Match(clrType, selections);
        return selections;
    }

    private IError CannotResolve(object value) => ErrorBuilder.New()
        .SetMessage($"The abstract type `{Type.Named.Name}` has no object type for a value of the CLR type `{value.GetType().Name}`.")
        .SetCode(ErrorCodes.UnableToResolveAbstractType).Build();

    private sealed record Match(Type ClrType, SelectionSetPlan Selections);
}
