using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The fields of the introspection types, read from the frozen schema.</summary>
internal sealed class IntrospectionFields(Dictionary<string, NamedType> types)
{
    private readonly VisibleMembers _members = new();
    private readonly DefaultTexts _defaults = new();

    private NamedType String => types["String"];

    private NamedType Boolean => types["Boolean"];

    /// <summary>The fields of one of the six object types.</summary>
    public OutputField[] Of(string typeName)
    {
        var fields = typeName switch
        {
            "__Schema" => Schema(),
            "__Type" => Type(),
            "__Field" => Field(),
            "__InputValue" => InputValue(),
            "__EnumValue" => EnumValue(),
            _ => Directive(),
        };
        foreach (var field in fields)
        {
            foreach (var argument in field.Arguments) argument.DeclaringCoordinate = $"{typeName}.{field.Name}";
        }
        return fields;
    }

    private OutputField[] Schema() =>
    [
        Get("description", "What the schema is for.", String, static (Schema s) => s.Description),
        Get("types", "All named types, also those of introspection.", Many("__Type"), static (Schema s) => s.Types),
        Get("queryType", "Where queries start.", One("__Type"), static (Schema s) => s.QueryType),
        Get("mutationType", "Where mutations start; null when there are none.", types["__Type"], static (Schema s) => s.MutationType),
        Get("subscriptionType", "Where subscriptions start; null when there are none.", types["__Type"], static (Schema s) => s.SubscriptionType),
        Get("directives", "All directives.", Many("__Directive"), static (Schema s) => s.Directives),
    ];

    private OutputField[] Type() =>
    [
        Get("kind", "The kind of the type.", One("__TypeKind"), static (GraphQLType t) => t.Kind),
        Get("name", "The name; null for lists and wrappers.", String, static (GraphQLType t) => (t as NamedType)?.Name),
        Get("description", "What the type is for.", String, static (GraphQLType t) => (t as NamedType)?.Description),
        Get("specifiedByURL", "Where a scalar is specified; null when nowhere.", String, static (GraphQLType t) => (t as ScalarType)?.SpecifiedByUrl),
        Deprecatable("fields", "The fields of an object or interface type.", Elements("__Field"), typeof(IReadOnlyList<OutputField>),
            (c, all) => c.Parent<GraphQLType>() is ComplexType type ? _members.Fields(type, all) : null),
        Get("interfaces", "The interfaces that an object or interface type implements.", Elements("__Type"), static (GraphQLType t) => (t as ComplexType)?.Interfaces),
        Pure("possibleTypes", "The object types that a value of an interface or union may have.", Elements("__Type"), typeof(IReadOnlyList<ObjectType>), [],
            static c => c.Parent<GraphQLType>() is NamedType { Kind: TypeKind.Interface or TypeKind.Union } type ? ((Schema)c.Schema).GetPossibleTypes(type) : null),
        Deprecatable("enumValues", "The values of an enum.", Elements("__EnumValue"), typeof(IReadOnlyList<EnumValue>),
            (c, all) => c.Parent<GraphQLType>() is EnumType type ? _members.Values(type, all) : null),
        Deprecatable("inputFields", "The fields of an input object.", Elements("__InputValue"), typeof(IReadOnlyList<InputField>),
            (c, all) => c.Parent<GraphQLType>() is InputObjectType type ? _members.InputFields(type, all) : null),
        Get("ofType", "What a list or a non-null wrapper holds.", types["__Type"], static (GraphQLType t) => Held(t)),
        Get("isOneOf", "Whether exactly one field of an input object must be given.", Boolean, static (GraphQLType t) => (t as InputObjectType)?.IsOneOf),
    ];

    private OutputField[] Field() =>
    [
        Get("name", "The name.", NonNull(String), static (OutputField f) => f.Name),
        Get("description", "What the field gives.", String, static (OutputField f) => f.Description),
        Deprecatable("args", "The arguments.", Many("__InputValue"), typeof(IReadOnlyList<InputField>), (c, all) => _members.Arguments(c.Parent<OutputField>(), all)),
        Get("type", "The type of the value.", One("__Type"), static (OutputField f) => f.Type),
        Get("isDeprecated", "Whether the field should not be used any more.", NonNull(Boolean), static (OutputField f) => f.DeprecationReason is not null),
        Get("deprecationReason", "Why not, and what to use instead.", String, static (OutputField f) => f.DeprecationReason),
    ];

    private OutputField[] InputValue() =>
    [
        Get("name", "The name.", NonNull(String), static (InputField f) => f.Name),
        Get("description", "What the value does.", String, static (InputField f) => f.Description),
        Get("type", "The type of the value.", One("__Type"), static (InputField f) => f.Type),
        Get("defaultValue", "The value that counts when none is given, as a GraphQL literal; null when there is none.", String,
            (InputField f) => _defaults.Of(f)),
        Get("isDeprecated", "Whether the value should not be given any more.", NonNull(Boolean), static (InputField f) => f.DeprecationReason is not null),
        Get("deprecationReason", "Why not, and what to use instead.", String, static (InputField f) => f.DeprecationReason),
    ];

    private OutputField[] EnumValue() =>
    [
        Get("name", "The name.", NonNull(String), static (EnumValue v) => v.Name),
        Get("description", "What the value means.", String, static (EnumValue v) => v.Description),
        Get("isDeprecated", "Whether the value should not be used any more.", NonNull(Boolean), static (EnumValue v) => v.DeprecationReason is not null),
        Get("deprecationReason", "Why not, and what to use instead.", String, static (EnumValue v) => v.DeprecationReason),
    ];

    private OutputField[] Directive() =>
    [
        Get("name", "The name without @.", NonNull(String), static (DirectiveType d) => d.Name),
        Get("description", "What the directive does.", String, static (DirectiveType d) => d.Description),
        Get("isRepeatable", "Whether it may stand more than once at one place.", NonNull(Boolean), static (DirectiveType d) => d.IsRepeatable),
        Get("locations", "Where it may stand.", Many("__DirectiveLocation"), static (DirectiveType d) => IntrospectionEnums.Split(d.Locations)),
        Deprecatable("args", "The arguments.", Many("__InputValue"), typeof(IReadOnlyList<InputField>), (c, all) => _members.Arguments(c.Parent<DirectiveType>(), all)),
    ];

    private static GraphQLType? Held(GraphQLType type) => type switch
    {
        ListType list => list.Element,
        NonNullType nonNull => nonNull.Nullable,
        _ => null,
    };

    private static NonNullType NonNull(GraphQLType type) => new(type);

    private NonNullType One(string name) => new(types[name]);

    private ListType Elements(string name) => new(One(name));

    private NonNullType Many(string name) => new(Elements(name));

    private static OutputField Get<TParent, TValue>(string name, string description, GraphQLType type, Func<TParent, TValue> getter) => new()
    {
        Name = name, Description = description, Type = type, ResultType = typeof(TValue),
        ResolverFactory = _ => new CompiledResolver { Kind = ResolverKind.Getter, Getter = getter, NeedsScope = false },
    };

    private static OutputField Pure(string name, string description, GraphQLType type, Type resultType, InputField[] arguments, PureFieldDelegate resolver) => new()
    {
        Name = name, Description = description, Type = type, ResultType = resultType, Arguments = arguments,
        ResolverFactory = _ => new CompiledResolver { Kind = ResolverKind.Pure, Pure = resolver, NeedsScope = false },
    };

    private OutputField Deprecatable(string name, string description, GraphQLType type, Type resultType, Func<IResolverContext, bool, object?> resolver) =>
        Pure(name, description, type, resultType,
            [
                new InputField
                {
                    Name = "includeDeprecated", Description = "Whether deprecated ones are listed too.", Type = NonNull(Boolean), RuntimeType = typeof(bool),
                    DefaultValue = new BooleanValueNode(false),
                },
            ],
            c => resolver(c, c.ArgumentValue<bool>("includeDeprecated")));
}
