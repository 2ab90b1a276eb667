using System.Text;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>Gets a field's value from its object and writes it, after the name.</summary>
internal abstract class FieldWriter
{
    /// <summary>Writes the value. False: it failed, the error is reported, and the field must not be null. May throw, which fails the field.</summary>
    public abstract bool Write(WritePhase phase, FieldPlan field, object parent);

    /// <summary>The value alone, for fields that have something to await below.</summary>
    public abstract object? Get(ResolverContext context, object parent);
}

/// <summary><c>__typename</c> on an object type.</summary>
internal sealed class TypeNameWriter(ObjectType type) : FieldWriter
{
    private readonly byte[] _json = Encoding.UTF8.GetBytes($"\"{type.Name}\"");

    public override bool Write(WritePhase phase, FieldPlan field, object parent)
    {
        phase.Writer.WriteRaw(_json);
        return true;
    }

    public override object Get(ResolverContext context, object parent) => type.Name;
}

/// <summary>A synchronous function of context and arguments.</summary>
internal sealed class PureWriter : FieldWriter
{
    public static readonly PureWriter Instance = new();

    public override bool Write(WritePhase phase, FieldPlan field, object parent)
    {
        var context = phase.PureContext;
        context.Begin(field, parent);
        var value = Get(context, parent);
        if (!context.HasErrors) return phase.Complete(field, field.Completion, value);
        phase.AddErrors(context.TakeErrors()!);
        if (value is not null) return phase.Complete(field, field.Completion, value);
        if (field.Completion.NonNull) return false;
        phase.Writer.WriteNull();
        return true;
    }

    public override object? Get(ResolverContext context, object parent)
    {
        if (context.Arguments is { Errors: { } errors })
        {
            context.ReportAll(errors);
            return null;
        }
        return context.Field.Resolver.Pure!(context);
    }
}

/// <summary>Stands at fields whose value is resolved before writing.</summary>
internal sealed class AwaitedWriter : FieldWriter
{
    public static readonly AwaitedWriter Instance = new();

    public override bool Write(WritePhase phase, FieldPlan field, object parent) =>
        throw new InvalidOperationException($"The field {field} has a slot and is not written from its object.");

    public override object? Get(ResolverContext context, object parent) =>
        throw new InvalidOperationException($"The field {context.Field} is resolved by its pipeline.");
}
