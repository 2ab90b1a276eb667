namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>A type as it stands at a field, an argument or in the schema: a named type, a list or a non-null wrapper.</summary>
public abstract class GraphQLType
{
    /// <summary>The kind of this type.</summary>
    public abstract TypeKind Kind { get; }

    /// <summary>The innermost named type, without lists and non-null wrappers.</summary>
    public abstract NamedType Named { get; }

    /// <summary>Whether null is refused at this place.</summary>
    public bool IsNonNull => Kind == TypeKind.NonNull;

    /// <summary>This type without its outer non-null wrapper; itself when there is none.</summary>
    public virtual GraphQLType Nullable => this;

    /// <summary>The element type when this type (without its non-null wrapper) is a list; else null.</summary>
    public GraphQLType? ElementType => Nullable is ListType list ? list.Element : null;

    /// <summary>Whether this type, without its non-null wrapper, is a list.</summary>
    public bool IsList => Nullable is ListType;

    /// <summary>Whether values may be given by clients: scalars, enums, input objects and lists of them. Spec: IsInputType.</summary>
    public bool IsInputType => Named.Kind is TypeKind.Scalar or TypeKind.Enum or TypeKind.InputObject;

    /// <summary>Whether values may be returned. Spec: IsOutputType.</summary>
    public bool IsOutputType => Named.Kind is not TypeKind.InputObject;

    /// <summary>Whether a selection set is needed: objects, interfaces and unions.</summary>
    public bool IsComposite => Named.Kind is TypeKind.Object or TypeKind.Interface or TypeKind.Union;

    /// <summary>Whether both are the same type. Types of one schema are compared structurally; named types by identity.</summary>
    public bool IsSame(GraphQLType other) =>
        ReferenceEquals(this, other)
        || (this, other) switch
        {
            (NonNullType a, NonNullType b) => a.Nullable.IsSame(b.Nullable),
            (ListType a, ListType b) => a.Element.IsSame(b.Element),
            _ => false,
        };
}

/// <summary>A list of elements.</summary>
public sealed class ListType(GraphQLType element) : GraphQLType
{
    /// <summary>The type of each element.</summary>
    public GraphQLType Element { get; } = element;

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.List;

    /// <inheritdoc/>
    public override NamedType Named { get; } = element.Named;

    /// <summary>The type in GraphQL notation, e.g. <c>[Int!]</c>.</summary>
    public override string ToString() => $"[{Element}]";
}

/// <summary>A type that refuses null.</summary>
public sealed class NonNullType : GraphQLType
{
    /// <summary>Wraps a nullable type. Errors: <see cref="ArgumentException"/> when it is non-null already.</summary>
    public NonNullType(GraphQLType nullable)
    {
        if (nullable.IsNonNull) throw new ArgumentException("A non-null type cannot wrap another one.", nameof(nullable));
        Nullable = nullable;
        Named = nullable.Named;
    }

    /// <inheritdoc/>
    public override GraphQLType Nullable { get; }

    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.NonNull;

    /// <inheritdoc/>
    public override NamedType Named { get; }

    /// <summary>The type in GraphQL notation, e.g. <c>Int!</c>.</summary>
    public override string ToString() => $"{Nullable}!";
}

/// <summary>A type with a name of its own in the schema.</summary>
public abstract class NamedType : GraphQLType
{
    /// <summary>The name, unique in the schema.</summary>
    public required string Name { get; init; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The CLR type of values, or null when there is none.</summary>
    public Type? RuntimeType { get; init; }

    /// <summary>Directives applied to the type, in the order in which they were applied.</summary>
    public IReadOnlyList<AppliedDirective> Directives { get; init; } = [];

    /// <summary>Dense number of this type in its schema (0-based), for bit sets and arrays.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>Whether the type belongs to introspection.</summary>
    public bool IsIntrospection => Name.StartsWith("__", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override NamedType Named => this;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
