using System.Diagnostics.CodeAnalysis;

namespace GraphQLPlugins.Engine.Types.Relay;

/// <summary>The parts of a global id.</summary>
/// <param name="TypeName">The GraphQL type's name.</param>
/// <param name="InternalId">The id within the type.</param>
public readonly record struct NodeId(string TypeName, object InternalId);

/// <summary>Writes and reads global ids.</summary>
public interface INodeIdSerializer
{
    /// <summary>The global id.</summary>
    string Format(string typeName, object internalId);

    /// <summary>The parts, the inner id as <paramref name="runtimeType"/>. Errors: <see cref="GraphQLException"/> when the text is no global id.</summary>
    NodeId Parse(string formattedId, Type runtimeType);

    /// <summary>The parts, the inner id as the function says for the type's name; null stands for string.</summary>
    NodeId Parse(string formattedId, Func<string, Type?> runtimeTypeOf);
}

/// <summary>What became of writing a value.</summary>
public enum NodeIdFormatterResult
{
    Success,
    BufferTooSmall,
    InvalidValue,
}

/// <summary>Writes and reads inner ids of some CLR types as bytes.</summary>
public interface INodeIdValueSerializer
{
    /// <summary>Whether the type is known here.</summary>
    bool IsSupported(Type type);

    /// <summary>Writes a value.</summary>
    NodeIdFormatterResult Format(Span<byte> buffer, object value, out int written);

    /// <summary>Reads a value; false when the bytes are none of this type.</summary>
    bool TryParse(ReadOnlySpan<byte> buffer, [NotNullWhen(true)] out object? value);
}
