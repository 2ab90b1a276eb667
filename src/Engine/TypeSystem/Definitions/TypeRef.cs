namespace GraphQLPlugins.Engine.TypeSystem.Definitions;

/// <summary>Names a type before the schema is complete.</summary>
public abstract record TypeRef
{
    /// <summary>A reference to the type of this GraphQL name.</summary>
    public static TypeRef Named(string name) => new NamedTypeRef(name);

    /// <summary>A nullable list of these.</summary>
    public static TypeRef ListOf(TypeRef element) => new ListTypeRef(element);

    /// <summary>The non-null form; itself when it is non-null already.</summary>
    public static TypeRef NonNull(TypeRef type) => type is NonNullTypeRef ? type : new NonNullTypeRef(type);

    /// <summary>The nullable form.</summary>
    public TypeRef AsNullable() => this is NonNullTypeRef n ? n.Inner : this;

    /// <summary>The innermost reference, without lists and non-null wrappers.</summary>
    public TypeRef Innermost => this switch
    {
        NonNullTypeRef n => n.Inner.Innermost,
        ListTypeRef l => l.Element.Innermost,
        _ => this,
    };

    /// <summary>The reference in GraphQL notation. A record's own text would follow <see cref="Innermost"/> without end.</summary>
    public sealed override string ToString() => this switch
    {
        NonNullTypeRef n => $"{n.Inner}!",
        ListTypeRef l => $"[{l.Element}]",
        NamedTypeRef n => n.Name,
        ClrTypeRef c => c.Type.ToString(),
        _ => "(deferred)",
    };

    /// <summary>The same wrappers around another innermost reference.</summary>
    public TypeRef WithInnermost(TypeRef inner) => this switch
    {
        NonNullTypeRef n => new NonNullTypeRef(n.Inner.WithInnermost(inner).AsNullable()),
        ListTypeRef l => new ListTypeRef(l.Element.WithInnermost(inner)),
        _ => inner,
    };
}

/// <summary>By GraphQL name.</summary>
public sealed record NamedTypeRef(string Name) : TypeRef;

/// <summary>A list.</summary>
public sealed record ListTypeRef(TypeRef Element) : TypeRef;

/// <summary>A non-null wrapper.</summary>
public sealed record NonNullTypeRef(TypeRef Inner) : TypeRef;

/// <summary>Which side of the graph a CLR type is inferred for.</summary>
public enum TypeContext
{
    Output,
    Input,
}

/// <summary>A named type inferred from a CLR type (no Task, no list, no Nullable: those are wrappers). The binder replaces it by a <see cref="NamedTypeRef"/>.</summary>
public sealed record ClrTypeRef(Type Type, TypeContext Context) : TypeRef;

/// <summary>A reference that a convention can give only when other types are known. Resolved once, when the type that uses it is discovered.</summary>
public sealed record DeferredTypeRef(Func<ITypeRegistry, TypeRef> Resolve) : TypeRef;
