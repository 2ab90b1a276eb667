using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>A scalar.</summary>
internal sealed class ScalarCompletion(GraphQLType type) : ValueCompletion(type)
{
    public ScalarType Scalar { get; } = (ScalarType)type.Named;

    public override bool Write(WritePhase phase, FieldPlan field, object value)
    {
        Scalar.Write(phase.Writer, value);
        return true;
    }
}

/// <summary>An enum.</summary>
internal sealed class EnumCompletion(GraphQLType type) : ValueCompletion(type)
{
    public EnumType Enum { get; } = (EnumType)type.Named;

    public override bool Write(WritePhase phase, FieldPlan field, object value)
    {
        var found = Enum.FindValueOf(value) ?? (value is string name ? Enum.FindValue(name) : null);
        phase.Writer.WriteRaw((found ?? throw Unknown(Enum, value)).Utf8Json);
        return true;
    }

    public static LeafCoercionException Unknown(EnumType type, object value) => new($"{type.Name} cannot serialize the value `{value}`.");
}
