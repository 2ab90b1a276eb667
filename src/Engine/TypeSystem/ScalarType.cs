using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>A scalar: how its values are read from literals and JSON, and written. Spec: Scalars.</summary>
public abstract class ScalarType : NamedType
{
    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Scalar;

    /// <summary>The URL of the scalar's specification, or null.</summary>
    public virtual string? SpecifiedByUrl => null;

    /// <summary>Reads a literal without variables. Errors: <see cref="LeafCoercionException"/>.</summary>
    public abstract object? ParseLiteral(IValueNode literal);

    /// <summary>Reads a JSON value of a variable; never null or undefined. Errors: <see cref="LeafCoercionException"/>.</summary>
    public abstract object? ParseJson(JsonElement value);

    /// <summary>Writes a result. Errors: <see cref="LeafCoercionException"/> when the value is not of this scalar.</summary>
    public abstract void Write(ResultWriter writer, object value);

    /// <summary>The literal of a runtime value, for default values. Errors: <see cref="LeafCoercionException"/>.</summary>
    public abstract IValueNode ToLiteral(object? value);

    /// <summary>Whether a literal of this form can be read; the reason it can't is in <see cref="ParseLiteral"/>'s error.</summary>
    public virtual bool IsValidLiteral(IValueNode literal)
    {
        try
        {
            ParseLiteral(literal);
            return true;
        }
        catch (LeafCoercionException)
        {
            return false;
        }
    }
}

/// <summary>A scalar whose values have one CLR type; written without boxing where the field's CLR type is the same.</summary>
public abstract class ScalarType<TRuntime> : ScalarType where TRuntime : notnull
{
    /// <summary>Writes a result.</summary>
    public abstract void Write(ResultWriter writer, TRuntime value);
}

/// <summary>A leaf value that its scalar or enum cannot read or write.</summary>
public sealed class LeafCoercionException(string message) : Exception(message);
