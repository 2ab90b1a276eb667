using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Naming;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Binding;

/// <summary>All types of a schema under construction, by name and by CLR type.</summary>
internal sealed class TypeRegistry : ITypeRegistry, IDescriptorContext
{
    private readonly Dictionary<string, TypeDefinition> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type, TypeContext), TypeDefinition> _byType = [];
    private readonly List<TypeDefinition> _all = [];
    private readonly SchemaBuilder _builder;

    public TypeRegistry(SchemaBuilder builder)
    {
        _builder = builder;
        Naming = new NamingConventions(builder.Options);
        Inference = new TypeInference(IsBound);
        ServiceTypes = builder.Services.GetService<IServiceProviderIsService>();
        Compiler = new ResolverCompiler(builder.Converter);
        Extensions = new RegisteredClasses(builder);
        Fields = new FieldBinder(this, [.. builder.ParameterBinders, .. BuiltInParameterBinders.All(ServiceTypes)]);
        Objects = new ObjectBinder(this);
        Interfaces = new InterfaceBinder(this);
        Abstracts = new UnionBinder(this);
        Inputs = new InputBinder(this);
        Enums = new EnumBinder(this);
        foreach (var scalar in builder.Scalars) Add(new ScalarTypeDefinition { Scalar = scalar, Name = scalar.Name, RuntimeType = scalar.RuntimeType });
    }

    public SchemaOptions Options => _builder.Options;

    public IServiceProvider Services => _builder.Services;

    public FeatureSet Features => _builder.Features;

    public NamingConventions Naming { get; }

    public TypeInference Inference { get; }

    public IServiceProviderIsService? ServiceTypes { get; }

    public ResolverCompiler Compiler { get; }

    public RegisteredClasses Extensions { get; }

    public FieldBinder Fields { get; }

    public ObjectBinder Objects { get; }

    public InterfaceBinder Interfaces { get; }

    public UnionBinder Abstracts { get; }

    public InputBinder Inputs { get; }

    public EnumBinder Enums { get; }

    public ValueConverter Converter => _builder.Converter;

    public IReadOnlyList<TypeInterceptor> Interceptors => _builder.Interceptors;

    public IReadOnlyList<TypeDefinition> All => _all;

    ITypeRegistry IDescriptorContext.Types => this;

    INamingConventions ITypeRegistry.Naming => Naming;

    public static TypeRegistry Of(ITypeRegistry types) => (TypeRegistry)types;

    public TypeDefinition? Find(string name) => _byName.GetValueOrDefault(name) ?? TryAddScalar(name);

    public TypeDefinition? Find(Type runtimeType, TypeContext context) => _byType.GetValueOrDefault((runtimeType, context));

    public void Add(TypeDefinition definition)
    {
        if (_byName.TryGetValue(definition.Name, out var other))
        {
            if (ReferenceEquals(other, definition)) return;
            throw new SchemaException($"The name {definition.Name} of {Describe(definition)} is already taken by {Describe(other)}; rename one with [GraphQLName].",
                ErrorCodes.DuplicateTypeName);
        }
        _byName.Add(definition.Name, definition);
        _all.Add(definition);
        foreach (var interceptor in _builder.Interceptors) interceptor.OnTypeCreated(this, definition);
    }

    /// <summary>Makes the definition findable by CLR type before it has a name and fields, so that cycles end.</summary>
    public void Announce(Type runtimeType, TypeContext context, TypeDefinition definition) => _byType[(runtimeType, context)] = definition;

    public TypeDefinition Resolve(TypeRef reference) => reference.Innermost switch
    {
        NamedTypeRef n => Find(n.Name) ?? throw new SchemaException($"The schema has no type {n.Name}.", "TS_UNRESOLVED_TYPES"),
        ClrTypeRef c => Resolve(c.Type, c.Context),
        DeferredTypeRef d => Resolve(d.Resolve(this)),
        var other => throw new SchemaException($"{other} does not name a type."),
    };

    /// <summary>The same reference with every name known.</summary>
    public TypeRef Normalize(TypeRef reference) => reference switch
    {
        NonNullTypeRef n => TypeRef.NonNull(Normalize(n.Inner)),
        ListTypeRef l => TypeRef.ListOf(Normalize(l.Element)),
        DeferredTypeRef d => Normalize(d.Resolve(this)),
        NamedTypeRef n => WithScalar(n),
        _ => TypeRef.Named(Resolve(reference).Name),
    };

    /// <summary>Built-in scalars exist once they are named. Other types may be added later than they are named; the freezer reports those that never were.</summary>
    private NamedTypeRef WithScalar(NamedTypeRef named)
    {
        if (!_byName.ContainsKey(named.Name)) TryAddScalar(named.Name);
        return named;
    }

    public TypeRef Infer(Type type, TypeContext context, NullabilityInfo? nullability = null) => Inference.Infer(new Place(type, nullability), context);

    public string NameOf(Type type, TypeContext context)
    {
        if (Find(type, context) is { Name.Length: > 0 } known) return known.Name;
        if (_builder.RuntimeBindings.TryGetValue(type, out var bound)) return Resolve(bound, context).Name;
        if (TypeInference.IsSchemaType(type)) return Resolve(type, context).Name;
        if (BuiltInScalars.NameOf(type) is { } scalar) return scalar;
        return context == TypeContext.Input && !type.IsEnum ? Inputs.NameOf(type) : Objects.NameOf(type);
    }

    private TypeDefinition Resolve(Type type, TypeContext context)
    {
        if (_byType.TryGetValue((type, context), out var known)) return known;
        var definition = Create(type, context);
        _byType[(type, context)] = definition;
        return definition;
    }

    private TypeDefinition Create(Type type, TypeContext context)
    {
        if (_builder.RuntimeBindings.TryGetValue(type, out var bound)) return Resolve(Inference.OfTypeArgument(bound, context));
        if (SpecScalarOf(type) is { } spec) return Find(spec)!;
        if (typeof(ScalarType).IsAssignableFrom(type)) return Scalar(type);
        if (TypeInference.IsSchemaType(type)) return FromSchemaType(type);
        if (BuiltInScalars.NameOf(type) is { } scalar) return Find(scalar)!;
        if (type.IsEnum) return Enums.Create(type);
        if (type == typeof(object)) throw new SchemaException("Nothing follows from the CLR type object; name the GraphQL type with [GraphQLType<AnyType>] or another one.", "TS_NO_FIELD_TYPE");
        if (context == TypeContext.Input) return Inputs.Create(type);
        if (type.IsDefined(typeof(UnionTypeAttribute), false)) return Abstracts.CreateUnion(type, null);
        var isObject = type.IsDefined(typeof(ObjectTypeAttribute), false);
        if (!isObject && (type.IsInterface || type.IsDefined(typeof(InterfaceTypeAttribute), false) || Extensions.IsInterface(type))) return Interfaces.Create(type);
        return Objects.Create(type);
    }

    private bool IsBound(Type type, TypeContext context) =>
        _builder.RuntimeBindings.ContainsKey(type) || BuiltInScalars.NameOf(type) is not null || _byType.ContainsKey((type, context));

    private static string? SpecScalarOf(Type type) =>
        type == typeof(StringType) ? "String"
        : type == typeof(IntType) ? "Int"
        : type == typeof(FloatType) ? "Float"
        : type == typeof(BooleanType) ? "Boolean"
        : type == typeof(IdType) ? "ID"
        : null;

    private TypeDefinition Scalar(Type type)
    {
        // One that was registered as an instance goes before a fresh one of the same class.
        if (_all.OfType<ScalarTypeDefinition>().FirstOrDefault(s => s.Scalar.GetType() == type) is { } known) return known;
        var scalar = (ScalarType)Activator.CreateInstance(type)!;
        if (_byName.TryGetValue(scalar.Name, out var same)) return same;
        var definition = new ScalarTypeDefinition { Scalar = scalar, Name = scalar.Name, RuntimeType = scalar.RuntimeType };
        Add(definition);
        return definition;
    }

    private ScalarTypeDefinition? TryAddScalar(string name)
    {
        if (BuiltInScalars.Create(name) is not { } scalar) return null;
        var definition = new ScalarTypeDefinition { Scalar = scalar, Name = scalar.Name, RuntimeType = scalar.RuntimeType };
        Add(definition);
        return definition;
    }

    private TypeDefinition FromSchemaType(Type type)
    {
        if (!typeof(NamedSchemaType).IsAssignableFrom(type))
            throw new SchemaException($"{type.Name} is not a named type; derive from ObjectType<T> or one of its siblings.");
        var schemaType = (NamedSchemaType)ActivatorUtilities.CreateInstance(Services, type);
        // A CLR type that has its definition already keeps it: .Type<ObjectType<Book>>() names the same type as Book.
        if (type.IsGenericType && schemaType.BoundRuntimeType is { } plain && type.Namespace == typeof(ObjectType<>).Namespace
            && Find(plain, schemaType.Context) is { } known) return known;
        var definition = schemaType.CreateDefinition(this);
        if (schemaType.BoundRuntimeType is { } runtimeType) _byType.TryAdd((runtimeType, schemaType.Context), definition);
        Add(definition);
        return definition;
    }

    private static string Describe(TypeDefinition definition) => definition.RuntimeType is { } type ? $"the CLR type {type.FullName}" : "a type without CLR type";
}
