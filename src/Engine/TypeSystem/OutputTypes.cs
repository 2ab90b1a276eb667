using System.Collections.Frozen;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>A type with output fields: an object or an interface.</summary>
public abstract class ComplexType : NamedType
{
    /// <summary>The fields in schema order, without introspection fields.</summary>
    public IReadOnlyList<OutputField> Fields { get; private set; } = [];

    /// <summary>The interfaces that this type says it implements, in schema order.</summary>
    public IReadOnlyList<InterfaceType> Interfaces { get; private set; } = [];

    private FrozenDictionary<string, OutputField> _byName = FrozenDictionary<string, OutputField>.Empty;

    /// <summary>The field of this name; null when there is none. Finds <c>__typename</c> too, and on the query type <c>__schema</c> and <c>__type</c>.</summary>
    public OutputField? FindField(string name) => _byName.GetValueOrDefault(name);

    internal void Complete(OutputField[] fields, InterfaceType[] interfaces, IEnumerable<OutputField> metaFields)
    {
        Fields = fields;
        Interfaces = interfaces;
        foreach (var field in fields) field.DeclaringType = this;
        _byName = fields.Concat(metaFields).ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
    }

    internal bool Implements(InterfaceType type)
    {
        foreach (var i in Interfaces)
        {
            if (ReferenceEquals(i, type)) return true;
        }
        return false;
    }
}

/// <summary>An object type. Spec: Objects.</summary>
public sealed class ObjectType : ComplexType
{
    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Object;

    /// <summary>Decides whether a runtime value is of this type; null means: by <see cref="NamedType.RuntimeType"/>.</summary>
    public Func<object, bool>? IsOfType { get; init; }

    /// <summary>Features left by conventions, by type.</summary>
    public FeatureSet Features { get; init; } = new();
}

/// <summary>An interface type. Spec: Interfaces.</summary>
public sealed class InterfaceType : ComplexType
{
    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Interface;
}

/// <summary>A union type. Spec: Unions.</summary>
public sealed class UnionType : NamedType
{
    /// <inheritdoc/>
    public override TypeKind Kind => TypeKind.Union;

    /// <summary>The member types in schema order.</summary>
    public IReadOnlyList<ObjectType> Members { get; internal set; } = [];
}

/// <summary>An output field with its arguments and the way to its value.</summary>
public sealed class OutputField
{
    /// <summary>The name, unique in its type.</summary>
    public required string Name { get; init; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Why not to use it, or null when it is not deprecated.</summary>
    public string? DeprecationReason { get; init; }

    /// <summary>The type of the field.</summary>
    public GraphQLType Type { get; internal set; } = null!;

    /// <summary>The arguments in schema order.</summary>
    public IReadOnlyList<InputField> Arguments { get; init; } = [];

    /// <summary>Directives applied to the field, in order.</summary>
    public IReadOnlyList<AppliedDirective> Directives { get; init; } = [];

    /// <summary>The type that declares the field.</summary>
    public ComplexType DeclaringType { get; internal set; } = null!;

    /// <summary>The CLR member behind the field, or null.</summary>
    public System.Reflection.MemberInfo? Member { get; init; }

    /// <summary>The CLR type of the resolver's result without Task; null when unknown.</summary>
    public Type? ResultType { get; init; }

    /// <summary>Features left by conventions (paging options, filter types, cost, ...), by type.</summary>
    public FeatureSet Features { get; init; } = new();

    /// <summary>Whether the field belongs to introspection (<c>__typename</c>, <c>__schema</c>, ...).</summary>
    public bool IsIntrospection => Name.StartsWith("__", StringComparison.Ordinal);

    /// <summary>The schema coordinate, e.g. <c>Query.plugins</c>.</summary>
    public string Coordinate => $"{DeclaringType.Name}.{Name}";

    internal Func<OutputField, Execution.CompiledResolver>? ResolverFactory { get; init; }

    private Execution.CompiledResolver? _resolver;

    /// <summary>How the field's value is obtained. Compiled when an operation first needs it.</summary>
    public Execution.CompiledResolver Resolver =>
        _resolver ??= ResolverFactory?.Invoke(this)
            ?? throw new InvalidOperationException($"The field {Coordinate} has no resolver.");

    /// <summary>The argument of this name, or null.</summary>
    public InputField? FindArgument(string name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name == name) return argument;
        }
        return null;
    }

    /// <summary>The coordinate.</summary>
    public override string ToString() => Coordinate;
}
