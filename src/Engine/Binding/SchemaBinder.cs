using GraphQLPlugins.Engine.Binding.Mutations;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding;

/// <summary>Binds what a <see cref="SchemaBuilder"/> collected: registered types, roots, all they refer to, conventions; then freezes.</summary>
internal sealed class SchemaBinder(SchemaBuilder builder)
{
    private readonly TypeRegistry _types = new(builder);
    private readonly SchemaDefinition _schema = new() { Name = builder.Name };
    private readonly List<IError> _errors = [];
    private int _discovered;

    public Schema Bind()
    {
        builder.Features.Set(builder.Converter);
        foreach (var definition in builder.Definitions) Try(() => _types.Add(definition));
        // Classes that define a type may name it, which others must see.
        foreach (var type in _types.Extensions.Types.Where(t => typeof(NamedSchemaType).IsAssignableFrom(t))) Try(() => Register(type));
        CreateRoots();
        ThrowIfAny();
        foreach (var interceptor in builder.Interceptors) Try(() => interceptor.OnRootsCreated(_types, _schema));
        foreach (var type in _types.Extensions.Types) Try(() => Register(type));
        foreach (var type in _types.Extensions.ExtendedTypes) Try(() => _types.Resolve(new ClrTypeRef(type, TypeContext.Output)));
        Discover();
        ThrowIfAny();
        _types.Interfaces.Implement(_types.All);
        UnionBinder.Complete(_types.All);
        Discover();
        ThrowIfAny();
        _schema.Types.AddRange(_types.All);
        _schema.Directives.AddRange(builder.Directives);
        foreach (var type in builder.DirectiveTypes) Try(() => _schema.Directives.Add(new DirectiveBinder(_types).Create(type)));
        foreach (var interceptor in builder.Interceptors) Try(() => interceptor.OnBeforeFreeze(_types, _schema));
        foreach (var type in _types.All.OfType<ObjectTypeDefinition>()) type.Fields.ForEach(UnwrapFieldResult);
        Try(() => new CostAnalysis.CostDirectives().OnBeforeFreeze(_types, _schema));
        Try(() => new Authorization.AuthorizationConvention().OnBeforeFreeze(_types, _schema));
        EngineDirectives.AddTo(_schema, builder.Options);
        SchemaShaping.Apply(_schema, builder.Options);
        foreach (var type in _types.All.OfType<ObjectTypeDefinition>()) CheckResolvers(type);
        ThrowIfAny();
        builder.Features.CopyTo(_schema.Features);
        return SchemaFactory.Create(_schema);
    }

    private void CreateRoots()
    {
        _schema.QueryType = CreateRoot(OperationType.Query) ?? "Query";
        _schema.MutationType = CreateRoot(OperationType.Mutation);
        _schema.SubscriptionType = CreateRoot(OperationType.Subscription);
    }

    private string? CreateRoot(OperationType operation)
    {
        var setup = builder.Roots.GetValueOrDefault(operation);
        var extensions = _types.Extensions;
        if (setup is null && !extensions.RootClasses.ContainsKey(operation) && !extensions.RootMembers.ContainsKey(operation)
            && !extensions.ExtensionsOf(null, operation.ToString()).Any()) return null;
        string? name = null;
        Try(() => name = _types.Objects.CreateRoot(operation, setup).Name);
        return name;
    }

    private void Register(Type type)
    {
        var context = type.IsDefined(typeof(InputObjectTypeAttribute), false) ? TypeContext.Input : TypeContext.Output;
        var reference = _types.Inference.OfTypeArgument(type, context).Innermost;
        _types.Resolve(reference is ClrTypeRef ? reference : new ClrTypeRef(type, context));
    }

    /// <summary>Resolves all references, also of types that this brings in, until nothing is new.</summary>
    private void Discover()
    {
        int before;
        do
        {
            for (; _discovered < _types.All.Count; _discovered++) Discover(_types.All[_discovered]);
            before = _types.All.Count;
            foreach (var interceptor in builder.Interceptors) Try(() => interceptor.OnTypesDiscovered(_types, _types.All));
        }
        while (before != _types.All.Count);
    }

    private void Discover(TypeDefinition type)
    {
        switch (type)
        {
            case ComplexTypeDefinition complex:
                for (var i = 0; i < complex.Interfaces.Count; i++) complex.Interfaces[i] = Normalize(complex.Interfaces[i], complex.Name);
                foreach (var field in complex.Fields.ToArray()) DiscoverField(field, complex.Name);
                break;
            case UnionTypeDefinition union:
                for (var i = 0; i < union.Members.Count; i++) union.Members[i] = Normalize(union.Members[i], union.Name);
                break;
            case InputObjectTypeDefinition input:
                foreach (var field in input.Fields) DiscoverInput(field, input.Name);
                break;
        }
    }

    private void DiscoverField(OutputFieldDefinition field, string owner)
    {
        var coordinate = $"{owner}.{field.Name}";
        if (field.Type is null)
        {
            _errors.Add(ErrorBuilder.New().SetMessage($"{coordinate} has no type; set it with .Type<T>().").SetCode("TS_NO_FIELD_TYPE").Build());
            return;
        }
        field.Type = Normalize(field.Type, coordinate);
        foreach (var argument in field.Arguments) DiscoverInput(argument, coordinate);
    }

    private void DiscoverInput(InputFieldDefinition input, string owner)
    {
        var coordinate = $"{owner}.{input.Name}";
        if (input.Type is null) _errors.Add(ErrorBuilder.New().SetMessage($"{coordinate} has no type; set it with .Type<T>().").SetCode("TS_NO_FIELD_TYPE").Build());
        else input.Type = Normalize(input.Type, coordinate);
    }

    private TypeRef Normalize(TypeRef reference, string coordinate)
    {
        try
        {
            return _types.Normalize(reference);
        }
        catch (SchemaException e)
        {
            _errors.AddRange(e.Errors.Select(x => x.WithMessage($"{coordinate}: {x.Message}")));
            return TypeRef.Named("String");
        }
    }

    private static void UnwrapFieldResult(OutputFieldDefinition field)
    {
        var returned = (field.Member as System.Reflection.MethodInfo)?.ReturnType;
        if (returned is null || field.Middleware.Exists(m => m.Key is MutationConvention.PayloadKey)) return;
        while (Inference.ClrTypes.IsAsync(returned)) returned = returned.GetGenericArguments()[0];
        if (typeof(IFieldResult).IsAssignableFrom(returned)) field.Middleware.Add(new FieldMiddlewareDefinition(null, _ => PayloadMiddleware.Unwrap));
    }

    private void CheckResolvers(ObjectTypeDefinition type)
    {
        foreach (var field in type.Fields)
        {
            if (field.Resolver is not null || field.ResolverFactory is not null) continue;
            _errors.Add(ErrorBuilder.New().SetMessage($"{type.Name}.{field.Name} has no resolver; add one with .Resolve(...) or bind it to a member.").SetCode("TS_NO_FIELD_RESOLVER").Build());
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (SchemaException e)
        {
            _errors.AddRange(e.Errors);
        }
        catch (System.Reflection.TargetInvocationException e) when (e.InnerException is SchemaException inner)
        {
            _errors.AddRange(inner.Errors);
        }
    }

    private void ThrowIfAny()
    {
        if (_errors.Count > 0) throw new SchemaException(_errors);
    }
}
