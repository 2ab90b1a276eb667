using GraphQLPlugins.Engine.Binding;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Configuration;

/// <summary>Collects classes, options and conventions, and makes the schema of them. Not thread-safe; used once.</summary>
public sealed class SchemaBuilder
{
    internal SchemaBuilder(string name, IServiceProvider services)
    {
        Name = name;
        Services = services;
        Features.Set(Options);
    }

    /// <summary>The schema's name.</summary>
    public string Name { get; }

    /// <summary>The application's services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>How the schema is built.</summary>
    public SchemaOptions Options { get; } = new();

    /// <summary>Options and things of conventions, by type; the schema takes them over.</summary>
    public FeatureSet Features { get; } = new();

    /// <summary>CLR classes in order of registration; what each is for follows from its attributes and base class.</summary>
    internal List<Type> Types { get; } = [];

    internal List<ScalarType> Scalars { get; } = [];

    internal List<TypeDefinition> Definitions { get; } = [];

    internal List<DirectiveTypeDefinition> Directives { get; } = [];

    internal List<Type> DirectiveTypes { get; } = [];

    internal Dictionary<OperationType, RootSetup> Roots { get; } = [];

    internal List<(Type RuntimeType, Delegate Configure)> ObjectConfigurations { get; } = [];

    internal Dictionary<Type, Type> RuntimeBindings { get; } = [];

    internal List<IParameterBinder> ParameterBinders { get; } = [];

    internal List<TypeInterceptor> Interceptors { get; } = [];

    internal ValueConverter Converter { get; } = new();

    /// <summary>Registers classes: annotated ones (<c>[QueryType]</c>, <c>[ObjectType&lt;T&gt;]</c>, <c>[ExtendObjectType]</c>, …), schema type
    /// classes (<c>ObjectType&lt;T&gt;</c>, scalars, …) or plain ones, which become object, interface or enum types.</summary>
    public SchemaBuilder AddTypes(params ReadOnlySpan<Type> types)
    {
        foreach (var type in types)
        {
            if (!Types.Contains(type)) Types.Add(type);
        }
        return this;
    }

    /// <summary>Registers a scalar made by hand.</summary>
    public SchemaBuilder AddType(ScalarType scalar)
    {
        Scalars.Add(scalar);
        return this;
    }

    /// <summary>Registers a finished definition.</summary>
    public SchemaBuilder AddType(TypeDefinition definition)
    {
        Definitions.Add(definition);
        return this;
    }

    /// <summary>Registers a directive.</summary>
    public SchemaBuilder AddDirective(DirectiveTypeDefinition directive)
    {
        Directives.RemoveAll(d => d.Name == directive.Name);
        Directives.Add(directive);
        return this;
    }

    /// <summary>Sets the class of a root type, or null for one that only others extend.</summary>
    public SchemaBuilder AddRootType(OperationType operation, Type? type = null)
    {
        var root = Root(operation);
        root.RuntimeType ??= type;
        return this;
    }

    /// <summary>Configures a root type by code.</summary>
    public SchemaBuilder ConfigureRootType(OperationType operation, Action<IObjectTypeDescriptor> configure)
    {
        Root(operation).Configurations.Add(configure);
        return this;
    }

    /// <summary>Registers an object type and configures it by code.</summary>
    public SchemaBuilder ConfigureObjectType<T>(Action<IObjectTypeDescriptor<T>> configure)
    {
        ObjectConfigurations.Add((typeof(T), configure));
        return AddTypes(typeof(T));
    }

    /// <summary>Values of a CLR type are of this schema type wherever it appears.</summary>
    public SchemaBuilder BindRuntimeType(Type runtimeType, Type schemaType)
    {
        RuntimeBindings[runtimeType] = schemaType;
        return this;
    }

    /// <summary>Adds a kind of resolver parameter. Later ones are asked first; all come before the built-in ones.</summary>
    public SchemaBuilder AddParameterBinder(IParameterBinder binder)
    {
        ParameterBinders.Insert(0, binder);
        return this;
    }

    /// <summary>Adds a conversion between input values and the CLR types of parameters and properties.</summary>
    public SchemaBuilder AddTypeConverter<TSource, TTarget>(Func<TSource, TTarget> convert)
    {
        Converter.Add(convert);
        return this;
    }

    /// <summary>Adds a convention, unless one of its class is there.</summary>
    public SchemaBuilder TryAddInterceptor<T>(T interceptor) where T : TypeInterceptor
    {
        if (!Interceptors.Exists(i => i.GetType() == interceptor.GetType())) Interceptors.Add(interceptor);
        return this;
    }

    /// <summary>The frozen schema of a setup. Errors: <see cref="SchemaException"/> with everything that was found.</summary>
    public static Schema Build(string name, SchemaSetup setup, IServiceProvider services)
    {
        var builder = new SchemaBuilder(name, services);
        foreach (var action in setup.Actions) action(builder);
        return new SchemaBinder(builder).Bind();
    }

    private RootSetup Root(OperationType operation)
    {
        if (!Roots.TryGetValue(operation, out var root)) Roots[operation] = root = new RootSetup();
        return root;
    }
}

/// <summary>What is known of a root type before it is bound.</summary>
internal sealed class RootSetup
{
    public Type? RuntimeType { get; set; }

    public List<Action<IObjectTypeDescriptor>> Configurations { get; } = [];
}
