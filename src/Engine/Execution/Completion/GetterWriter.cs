using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>A typed getter on the parent. Writing trusts that the parent is of <see cref="ParentType"/>: the selection set checks it once for each object.</summary>
internal abstract class GetterWriter : FieldWriter
{
    public abstract Type ParentType { get; }

    // The check is hoisted to the selection set, because a cast to a type parameter costs a lookup for each field.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static TParent As<TParent>(object parent) =>
        typeof(TParent).IsValueType ? (TParent)parent : Unsafe.As<object, TParent>(ref parent);
}

/// <summary>Any value, completed as its type asks.</summary>
internal sealed class ObjectGetter<TParent, TValue>(Func<TParent, TValue> getter) : GetterWriter
{
    public override Type ParentType => typeof(TParent);

    public override bool Write(WritePhase phase, FieldPlan field, object parent) =>
        phase.Complete(field, field.Completion, getter(As<TParent>(parent)));

    public override object? Get(ResolverContext context, object parent) => getter((TParent)parent);
}

/// <summary>A scalar of the getter's own type: no box, no null for value types.</summary>
internal sealed class ScalarGetter<TParent, TValue>(Func<TParent, TValue> getter, ScalarType<TValue> scalar) : GetterWriter
    where TValue : notnull
{
    public override Type ParentType => typeof(TParent);

    public override bool Write(WritePhase phase, FieldPlan field, object parent)
    {
        var value = getter(As<TParent>(parent));
        if (value is null) return phase.WriteNull(field, field.Completion);
        scalar.Write(phase.Writer, value);
        return true;
    }

    public override object Get(ResolverContext context, object parent) => getter((TParent)parent);
}

/// <summary>A nullable value type whose scalar has that type.</summary>
internal sealed class NullableScalarGetter<TParent, TValue>(Func<TParent, TValue?> getter, ScalarType<TValue> scalar) : GetterWriter
    where TValue : struct
{
    public override Type ParentType => typeof(TParent);

    public override bool Write(WritePhase phase, FieldPlan field, object parent)
    {
        if (getter(As<TParent>(parent)) is not { } value) return phase.WriteNull(field, field.Completion);
        scalar.Write(phase.Writer, value);
        return true;
    }

    public override object? Get(ResolverContext context, object parent) => getter((TParent)parent);
}

/// <summary>A CLR enum.</summary>
internal sealed class EnumGetter<TParent, TValue>(Func<TParent, TValue> getter, EnumType type) : GetterWriter
    where TValue : struct, Enum
{
    private readonly Dictionary<TValue, byte[]> _texts = EnumTexts.Of<TValue>(type);

    public override Type ParentType => typeof(TParent);

    public override bool Write(WritePhase phase, FieldPlan field, object parent)
    {
        var value = getter(As<TParent>(parent));
        if (!_texts.TryGetValue(value, out var text)) throw EnumCompletion.Unknown(type, value);
        phase.Writer.WriteRaw(text);
        return true;
    }

    public override object Get(ResolverContext context, object parent) => getter((TParent)parent);
}

/// <summary>A nullable CLR enum.</summary>
internal sealed class NullableEnumGetter<TParent, TValue>(Func<TParent, TValue?> getter, EnumType type) : GetterWriter
    where TValue : struct, Enum
{
    private readonly Dictionary<TValue, byte[]> _texts = EnumTexts.Of<TValue>(type);

    public override Type ParentType => typeof(TParent);

    public override bool Write(WritePhase phase, FieldPlan field, object parent)
    {
        if (getter(As<TParent>(parent)) is not { } value) return phase.WriteNull(field, field.Completion);
        if (!_texts.TryGetValue(value, out var text)) throw EnumCompletion.Unknown(type, value);
        phase.Writer.WriteRaw(text);
        return true;
    }

    public override object? Get(ResolverContext context, object parent) => getter((TParent)parent);
}

internal static class EnumTexts
{
    public static Dictionary<TValue, byte[]> Of<TValue>(EnumType type) where TValue : struct, Enum
    {
        var texts = new Dictionary<TValue, byte[]>();
        foreach (var value in type.Values)
        {
            if (value.RuntimeValue is TValue runtime) texts.TryAdd(runtime, value.Utf8Json);
        }
        return texts;
    }
}
