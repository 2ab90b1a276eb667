using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>A schema from SDL whose fields get their resolvers by coordinate.</summary>
internal sealed class TestSchema
{
    private readonly SchemaDefinition _definition = new();
    private readonly ServiceCollection _services = new();
    private readonly RequestExecutorOptions _options = new();
    private readonly SchemaOptions _schemaOptions = new();
    private readonly List<IErrorFilter> _filters = [];
    private readonly List<IOperationCheck> _checks = [];

    public TestSchema(string sdl)
    {
        foreach (var node in Utf8GraphQLParser.Parse(sdl).Definitions) Add(node);
    }

    public IServiceCollection Services => _services;

    public RequestExecutorOptions Options => _options;

    public SchemaOptions SchemaOptions => _schemaOptions;

    /// <summary>A typed getter.</summary>
    public TestSchema Getter<TParent, TValue>(string coordinate, Func<TParent, TValue> getter) =>
        Set(coordinate, new CompiledResolver { Kind = ResolverKind.Getter, Getter = getter });

    /// <summary>Getters for all properties of a class whose names are fields of the type.</summary>
    public TestSchema Getters<TParent>(string? type = null)
    {
        var definition = Complex(type ?? typeof(TParent).Name);
        definition.RuntimeType = typeof(TParent);
        foreach (var field in definition.Fields)
        {
            if (typeof(TParent).GetProperties().FirstOrDefault(p => string.Equals(p.Name, field.Name, StringComparison.OrdinalIgnoreCase)) is not { } property) continue;
            var getter = property.GetMethod!.CreateDelegate(typeof(Func<,>).MakeGenericType(typeof(TParent), property.PropertyType));
            field.ResolverFactory = _ => new CompiledResolver { Kind = ResolverKind.Getter, Getter = getter };
            field.ResultType = property.PropertyType;
        }
        return this;
    }

    /// <summary>A pure resolver.</summary>
    public TestSchema Pure(string coordinate, PureFieldDelegate pure) => Set(coordinate, new CompiledResolver { Kind = ResolverKind.Pure, Pure = pure });

    /// <summary>An asynchronous resolver.</summary>
    public TestSchema Async(string coordinate, FieldResolverDelegate resolve, ResolverStrategy strategy = ResolverStrategy.Default,
        DependencyInjectionScope? scope = null)
    {
        var field = Field(coordinate);
        field.Resolver = resolve;
        field.Strategy = strategy;
        field.Scope = scope;
        return this;
    }

    public TestSchema Subscribe(string coordinate, SubscribeResolverDelegate subscribe, FieldResolverDelegate resolve)
    {
        Field(coordinate).Subscribe = subscribe;
        return Async(coordinate, resolve);
    }

    public TestSchema Runtime<T>(string type)
    {
        _definition.Types.First(t => t.Name == type).RuntimeType = typeof(T);
        return this;
    }

    public TestSchema Enum<T>() where T : struct, Enum
    {
        var type = _definition.Types.OfType<EnumTypeDefinition>().First(t => t.Name == typeof(T).Name);
        type.RuntimeType = typeof(T);
        for (var i = 0; i < type.Values.Count; i++)
        {
            type.Values[i] = new EnumValue { Name = type.Values[i].Name, RuntimeValue = System.Enum.Parse<T>(type.Values[i].Name.Replace("_", ""), ignoreCase: true) };
        }
        return this;
    }

    public TestSchema Argument(string coordinate, string name, Type? runtimeType = null, Func<object, object?>? formatter = null)
    {
        var argument = Field(coordinate).Arguments.First(a => a.Name == name);
        argument.RuntimeType = runtimeType;
        argument.Formatter = formatter;
        return this;
    }

    public TestSchema Input(string type, Func<InputObjectValue, object> create)
    {
        ((InputObjectTypeDefinition)_definition.Types.First(t => t.Name == type)).CreateInstance = create;
        return this;
    }

    public TestSchema IsOfType(string type, Func<object, bool> isOfType)
    {
        ((ObjectTypeDefinition)Complex(type)).IsOfType = isOfType;
        return this;
    }

    public TestSchema Filter(Func<IError, IError> filter)
    {
        _filters.Add(new DelegateFilter(filter));
        return this;
    }

    public TestSchema Check(IOperationCheck check)
    {
        _checks.Add(check);
        return this;
    }

    /// <summary>Adds <c>@defer</c> and <c>@stream</c>.</summary>
    public TestSchema Incremental()
    {
        InputFieldDefinition Argument(string name, string type, IValueNode? value = null) => new() { Name = name, Type = TypeRef.Named(type), DefaultValue = value };
        _definition.Directives.Add(new DirectiveTypeDefinition
        {
            Name = "defer", Locations = DirectiveLocation.FragmentSpread | DirectiveLocation.InlineFragment,
            Arguments = { Argument("label", "String"), Argument("if", "Boolean") },
        });
        _definition.Directives.Add(new DirectiveTypeDefinition
        {
            Name = "stream", Locations = DirectiveLocation.Field,
            Arguments = { Argument("label", "String"), Argument("if", "Boolean"), Argument("initialCount", "Int", new IntValueNode(0)) },
        });
        return this;
    }

    public OutputFieldDefinition Field(string coordinate)
    {
        var parts = coordinate.Split('.');
        return Complex(parts[0]).FindField(parts[1]) ?? throw new ArgumentException($"No field {coordinate}.");
    }

    public RequestPipeline Build()
    {
        foreach (var type in _definition.Types)
        {
            if (type.Name == "Mutation") _definition.MutationType = type.Name;
            if (type.Name == "Subscription") _definition.SubscriptionType = type.Name;
        }
        var schema = SchemaFactory.Create(_definition);
        return new RequestPipeline(new ExecutorSetup
        {
            Schema = schema, Services = _services.BuildServiceProvider(validateScopes: true), Options = _options, SchemaOptions = _schemaOptions,
            ErrorFilters = _filters, Checks = _checks,
        });
    }

    public async Task<string> RunAsync(string document, string? variables = null) => await RunAsync(Build(), document, variables);

    public static async Task<string> RunAsync(RequestPipeline executor, string document, string? variables = null, string? operationName = null)
    {
        var builder = OperationRequestBuilder.New().SetDocument(document).SetOperationName(operationName);
        if (variables is not null) builder.SetVariableValues(variables);
        await using var result = await executor.ExecuteAsync(builder.Build());
        return result.ToJson();
    }

    private TestSchema Set(string coordinate, CompiledResolver resolver)
    {
        Field(coordinate).ResolverFactory = _ => resolver;
        return this;
    }

    private ComplexTypeDefinition Complex(string name) => _definition.Types.OfType<ComplexTypeDefinition>().First(t => t.Name == name);

    private void Add(IDefinitionNode node)
    {
        switch (node)
        {
            case ObjectTypeDefinitionNode o:
                var type = new ObjectTypeDefinition { Name = o.Name.Value };
                type.Fields.AddRange(o.Fields.Select(OutputField));
                type.Interfaces.AddRange(o.Interfaces.Select(i => TypeRef.Named(i.Name.Value)));
                _definition.Types.Add(type);
                break;
            case InterfaceTypeDefinitionNode i:
                var iface = new InterfaceTypeDefinition { Name = i.Name.Value };
                iface.Fields.AddRange(i.Fields.Select(OutputField));
                _definition.Types.Add(iface);
                break;
            case UnionTypeDefinitionNode u:
                var union = new UnionTypeDefinition { Name = u.Name.Value };
                union.Members.AddRange(u.Types.Select(t => TypeRef.Named(t.Name.Value)));
                _definition.Types.Add(union);
                break;
            case EnumTypeDefinitionNode e:
                var @enum = new EnumTypeDefinition { Name = e.Name.Value };
                @enum.Values.AddRange(e.Values.Select(v => new EnumValue { Name = v.Name.Value, RuntimeValue = v.Name.Value }));
                _definition.Types.Add(@enum);
                break;
            case InputObjectTypeDefinitionNode io:
                var input = new InputObjectTypeDefinition { Name = io.Name.Value, IsOneOf = io.Directives.Any(d => d.Name.Value == "oneOf") };
                input.Fields.AddRange(io.Fields.Select(InputField));
                _definition.Types.Add(input);
                break;
            default:
                throw new NotSupportedException(node.GetType().Name);
        }
    }

    private static OutputFieldDefinition OutputField(FieldDefinitionNode node)
    {
        var field = new OutputFieldDefinition { Name = node.Name.Value, Type = Type(node.Type) };
        field.Arguments.AddRange(node.Arguments.Select(InputField));
        return field;
    }

    private static InputFieldDefinition InputField(InputValueDefinitionNode node) =>
        new() { Name = node.Name.Value, Type = Type(node.Type), DefaultValue = node.DefaultValue };

    private static TypeRef Type(ITypeNode node) => node switch
    {
        NonNullTypeNode n => TypeRef.NonNull(Type(n.Type)),
        ListTypeNode l => TypeRef.ListOf(Type(l.Type)),
        NamedTypeNode n => TypeRef.Named(n.Name.Value),
        _ => throw new NotSupportedException(),
    };

    private sealed class DelegateFilter(Func<IError, IError> filter) : IErrorFilter
    {
        public IError OnError(IError error) => filter(error);
    }
}
