using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Types;

/// <summary>What the scalars beside those of the specification share.</summary>
public abstract class ScalarBase<TRuntime> : ScalarType<TRuntime> where TRuntime : notnull
{
    [SetsRequiredMembers]
    private protected ScalarBase(string name, string? description)
    {
        Name = name;
        Description = description;
        RuntimeType = typeof(TRuntime);
    }

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value)
    {
        if (value is TRuntime typed) Write(writer, typed);
        else throw CannotSerialize(value);
    }

    private protected LeafCoercionException CannotParse(IValueNode literal) => SpecScalars.CannotParse(Name, literal);

    private protected LeafCoercionException CannotParse(JsonElement value) => SpecScalars.CannotParse(Name, value);

    private protected LeafCoercionException CannotSerialize(object value) => SpecScalars.CannotSerialize(Name, value);

    private protected LeafCoercionException CannotSerialize() => new($"{Name} cannot serialize the given value.");
}

/// <summary>A scalar whose values travel as strings.</summary>
public abstract class TextScalar<TRuntime> : ScalarBase<TRuntime> where TRuntime : notnull
{
    [SetsRequiredMembers]
    private protected TextScalar(string name, string? description) : base(name, description)
    {
    }

    /// <inheritdoc/>
    public sealed override object? ParseLiteral(IValueNode literal) =>
        literal is StringValueNode s && TryParse(s.Value, out var value) ? value : throw CannotParse(literal);

    /// <inheritdoc/>
    public sealed override object? ParseJson(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && TryParse(value.GetString()!, out var parsed) ? parsed : throw CannotParse(value);

    /// <inheritdoc/>
    public sealed override IValueNode ToLiteral(object? value) => value is null ? NullValueNode.Default : new StringValueNode(Format(value));

    private protected abstract bool TryParse(string text, [NotNullWhen(true)] out object? value);

    private protected virtual string Format(object value)
    {
        using var writer = new ResultWriter(64);
        Write(writer, value);
        return JsonSerializer.Deserialize<string>(writer.Written)!;
    }
}
