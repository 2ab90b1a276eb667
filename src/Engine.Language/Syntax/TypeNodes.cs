namespace GraphQLPlugins.Engine.Language;

/// <summary>A reference to a type (spec 2.12).</summary>
public interface ITypeNode : ISyntaxNode;

/// <summary>A type that <see cref="NonNullTypeNode" /> may wrap.</summary>
public interface INullableTypeNode : ITypeNode;

/// <summary>A type by its name.</summary>
public sealed class NamedTypeNode(Location? location, NameNode name) : SyntaxNode(location), INullableTypeNode, INamedSyntaxNode
{
    /// <summary>A reference without location.</summary>
    public NamedTypeNode(string name) : this(null, new NameNode(name)) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NamedType;

    /// <summary>The type's name.</summary>
    public NameNode Name { get; } = name;
}

/// <summary>A list type.</summary>
public sealed class ListTypeNode(Location? location, ITypeNode type) : SyntaxNode(location), INullableTypeNode
{
    /// <summary>A list type without location.</summary>
    public ListTypeNode(ITypeNode type) : this(null, type) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.ListType;

    /// <summary>The type of the items.</summary>
    public ITypeNode Type { get; } = type;
}

/// <summary>A type without null.</summary>
public sealed class NonNullTypeNode(Location? location, INullableTypeNode type) : SyntaxNode(location), ITypeNode
{
    /// <summary>A non-null type without location.</summary>
    public NonNullTypeNode(INullableTypeNode type) : this(null, type) { }

    /// <inheritdoc />
    public override SyntaxKind Kind => SyntaxKind.NonNullType;

    /// <summary>The nullable type inside.</summary>
    public INullableTypeNode Type { get; } = type;
}

/// <summary>Questions about type references.</summary>
public static class TypeNodeExtensions
{
    /// <summary>The name at the core of the reference.</summary>
    public static NamedTypeNode NamedType(this ITypeNode type)
    {
        while (true)
        {
            switch (type)
            {
                case NamedTypeNode named: return named;
                case ListTypeNode list: type = list.Type; break;
                case NonNullTypeNode nonNull: type = nonNull.Type; break;
                default: throw new ArgumentException("Not a type reference of the syntax tree.", nameof(type));
            }
        }
    }

    /// <summary>True for a type without null.</summary>
    public static bool IsNonNullType(this ITypeNode type) => type is NonNullTypeNode;

    /// <summary>True for a list, nullable or not.</summary>
    public static bool IsListType(this ITypeNode type) => type is ListTypeNode or NonNullTypeNode { Type: ListTypeNode };
}
