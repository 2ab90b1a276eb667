using System.Reflection;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Mutations;

/// <summary>Gives mutations one input argument, a payload type and typed errors.</summary>
internal sealed class MutationConvention(MutationConventionOptions options) : TypeInterceptor
{
    /// <summary>The middleware that turns results and declared errors into a payload or union.</summary>
    public const string PayloadKey = "payload";

    public override void OnRootsCreated(ITypeRegistry types, SchemaDefinition schema)
    {
        if (schema.MutationType is not { } name || types.Find(name) is not ObjectTypeDefinition mutation) return;
        var registry = TypeRegistry.Of(types);
        var errorTypes = new ErrorTypes(registry);
        foreach (var field in mutation.Fields)
        {
            var attribute = field.Member?.GetCustomAttribute<UseMutationConventionAttribute>();
            if (attribute is { Disable: true }) continue;
            var errors = field.Member is { } member ? errorTypes.Of(member, field.Features.Get<ConventionErrors>()) : null;
            if (options.ApplyToAllMutations == false && attribute is null && errors is null) continue;
            new MutationShape(field, attribute, errors, options, registry).Apply();
        }
    }
}

/// <summary>One mutation under the conventions.</summary>
internal sealed class MutationShape(
    OutputFieldDefinition field, UseMutationConventionAttribute? attribute, FieldErrors? errors, MutationConventionOptions options, TypeRegistry types)
{
    private readonly string _name = char.ToUpperInvariant(field.Name[0]) + field.Name[1..];

    public void Apply()
    {
        BundleArguments();
        var payloadName = attribute?.PayloadTypeName ?? Named(options.PayloadTypeNamePattern ?? "{MutationName}Payload");
        var resultName = field.Type.Innermost is ClrTypeRef clr ? types.NameOf(clr.Type, TypeContext.Output) : types.Resolve(field.Type).Name;
        if (resultName == payloadName) KeepPayload();
        else WrapResult(payloadName, resultName);
    }

    private void BundleArguments()
    {
        if (field.Arguments.Count == 0) return;
        var inputName = attribute?.InputTypeName ?? Named(options.InputTypeNamePattern ?? "{MutationName}Input");
        var argumentName = attribute?.InputArgumentName ?? options.InputArgumentName ?? "input";
        // A mutation that already takes the input object by that name is shaped by hand.
        if (field.Arguments.Exists(a => a.Type.Innermost switch
            {
                ClrTypeRef c => types.NameOf(c.Type, TypeContext.Input) == inputName,
                NamedTypeRef n => n.Name == inputName,
                _ => false,
            })) return;
        var input = new InputObjectTypeDefinition { Name = inputName };
        input.Fields.AddRange(field.Arguments);
        types.Add(input);
        field.Arguments.Clear();
        field.Arguments.Add(new InputFieldDefinition { Name = argumentName, Type = TypeRef.NonNull(TypeRef.Named(inputName)) });
        field.Features.Set(new BundledArguments(argumentName));
    }

    private void WrapResult(string payloadName, string resultName)
    {
        var payload = new ObjectTypeDefinition { Name = payloadName };
        payload.Fields.Add(new OutputFieldDefinition
        {
            Name = attribute?.PayloadFieldName ?? types.Naming.FormatFieldName(resultName), Type = field.Type.AsNullable(), ResultType = field.ResultType,
            ResolverFactory = _ => new CompiledResolver
            {
                Kind = ResolverKind.Getter, Getter = (Func<MutationPayload, object?>)(p => p.Result), NeedsScope = false,
            },
        });
        AddErrors(payload);
        types.Add(payload);
        Return(payload.Name, PayloadMiddleware.Wrapping(errors));
    }

    private void KeepPayload()
    {
        if (types.Resolve(field.Type) is not ObjectTypeDefinition payload)
        {
            throw new SchemaException($"{field.Member?.DeclaringType?.Name}.{field.Member?.Name} returns {types.Resolve(field.Type).Name}, which is named like a payload but is no object type.",
                ErrorCodes.MutationPayloadMustBeObject);
        }
        if (errors is null)
        {
            field.Type = TypeRef.NonNull(TypeRef.Named(payload.Name));
            return;
        }
        foreach (var own in payload.Fields)
        {
            own.Type = own.Type.AsNullable();
            if (own.ResolverFactory is { } inner) own.ResolverFactory = frozen => FailureAwareResolver.Wrap(inner(frozen));
        }
        AddErrors(payload);
        Return(payload.Name, PayloadMiddleware.Keeping(errors));
    }

    private void AddErrors(ObjectTypeDefinition payload)
    {
        if (errors is null) return;
        var union = new UnionTypeDefinition { Name = attribute?.PayloadErrorTypeName ?? Named(options.PayloadErrorTypeNamePattern ?? "{MutationName}Error") };
        union.Members.AddRange(errors.TypeNames.Select(TypeRef.Named));
        types.Add(union);
        payload.Fields.Add(new OutputFieldDefinition
        {
            Name = attribute?.PayloadErrorsFieldName ?? options.PayloadErrorsFieldName ?? "errors",
            Type = TypeRef.ListOf(TypeRef.NonNull(TypeRef.Named(union.Name))), ResultType = typeof(IReadOnlyList<object>),
            ResolverFactory = _ => new CompiledResolver
            {
                Kind = ResolverKind.Getter, Getter = (Func<object, IReadOnlyList<object>?>)(p => (p as MutationPayload)?.Errors), NeedsScope = false,
            },
        });
    }

    private void Return(string payloadName, GraphQLPlugins.Engine.Resolvers.FieldMiddleware middleware)
    {
        field.Type = TypeRef.NonNull(TypeRef.Named(payloadName));
        field.Middleware.Insert(0, new FieldMiddlewareDefinition(MutationConvention.PayloadKey, _ => middleware));
    }

    private string Named(string pattern) => pattern.Replace("{MutationName}", _name, StringComparison.Ordinal);
}

/// <summary>Adds a field with the query type to what mutations return.</summary>
internal sealed class PayloadQueryField(MutationPayloadOptions options) : TypeInterceptor
{
    private static readonly object Root = new();
    private SchemaDefinition? _schema;

    public override void OnRootsCreated(ITypeRegistry types, SchemaDefinition schema) => _schema = schema;

    public override void OnTypesDiscovered(ITypeRegistry types, IReadOnlyList<TypeDefinition> all)
    {
        if (_schema?.MutationType is not { } name || types.Find(name) is not ObjectTypeDefinition mutation) return;
        foreach (var field in mutation.Fields)
        {
            if (types.Resolve(field.Type) is not ObjectTypeDefinition payload || !options.MutationPayloadPredicate(payload)) continue;
            var fieldName = options.QueryFieldName ?? "query";
            if (payload.FindField(fieldName) is not null) continue;
            payload.Fields.Add(new OutputFieldDefinition
            {
                Name = fieldName, Type = TypeRef.NonNull(TypeRef.Named(_schema.QueryType)), ResultType = typeof(object),
                ResolverFactory = _ => new CompiledResolver { Kind = ResolverKind.Getter, Getter = (Func<object, object?>)(_ => Root), NeedsScope = false },
            });
        }
    }
}

/// <summary>Gives fields with typed errors a union of result and errors.</summary>
internal sealed class QueryConvention : TypeInterceptor
{
    private readonly HashSet<OutputFieldDefinition> _done = [];
    private SchemaDefinition? _schema;

    public override void OnRootsCreated(ITypeRegistry types, SchemaDefinition schema) => _schema = schema;

    public override void OnTypesDiscovered(ITypeRegistry types, IReadOnlyList<TypeDefinition> all)
    {
        var errorTypes = new ErrorTypes(TypeRegistry.Of(types));
        foreach (var type in all.OfType<ObjectTypeDefinition>().ToArray())
        {
            if (type.Name == _schema?.MutationType || type.Name == _schema?.SubscriptionType) continue;
            foreach (var field in type.Fields)
            {
                if (field.Member is not { } member || !_done.Add(field) || errorTypes.Of(member) is not { } errors) continue;
                Apply(types, type, field, errors);
            }
        }
    }

    private static void Apply(ITypeRegistry types, ObjectTypeDefinition owner, OutputFieldDefinition field, FieldErrors errors)
    {
        var success = types.Resolve(field.Type);
        if (field.Type.AsNullable() is ListTypeRef || success is not ObjectTypeDefinition)
            throw new SchemaException($"{owner.Name}.{field.Name} has typed errors, so its result must be an object: a union has no room for {success.Name}.");
        var union = new UnionTypeDefinition { Name = $"{char.ToUpperInvariant(field.Name[0])}{field.Name[1..]}Result" };
        union.Members.Add(TypeRef.Named(success.Name));
        union.Members.AddRange(errors.TypeNames.Select(TypeRef.Named));
        types.Add(union);
        field.Type = TypeRef.NonNull(TypeRef.Named(union.Name));
        var middleware = PayloadMiddleware.Union(errors);
        field.Middleware.Insert(0, new FieldMiddlewareDefinition(MutationConvention.PayloadKey, _ => middleware));
    }
}
