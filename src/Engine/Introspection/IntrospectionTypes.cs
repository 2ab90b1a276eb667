using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The types of introspection and the meta fields. Spec: Introspection.</summary>
internal static class IntrospectionTypes
{
    private static readonly string[] Objects = ["__Schema", "__Type", "__Field", "__InputValue", "__EnumValue", "__Directive"];

    private static readonly Dictionary<string, (Type RuntimeType, string Description)> Shells = new()
    {
        ["__Schema"] = (typeof(Schema), "What the server can do: its types, its directives, and where queries, mutations and subscriptions start."),
        ["__Type"] = (typeof(GraphQLType), "Any type: a named one, a list, or a non-null wrapper. Which fields have a value depends on `kind`; lists and wrappers say what they hold in `ofType`."),
        ["__Field"] = (typeof(OutputField), "A field of an object or interface type, with its arguments and its type."),
        ["__InputValue"] = (typeof(InputField), "A value that clients give: an argument of a field or directive, or a field of an input object."),
        ["__EnumValue"] = (typeof(EnumValue), "One value of an enum. It is written as a name, and comes as a string in JSON."),
        ["__Directive"] = (typeof(DirectiveType), "A directive that the server knows, and the places where it may stand."),
        ["__TypeKind"] = (typeof(TypeKind), "The kinds of types."),
        ["__DirectiveLocation"] = (typeof(DirectiveLocation), "The places in documents and schemas where a directive may stand."),
    };

    /// <summary>Adds the eight types' shells.</summary>
    public static void AddTo(Dictionary<string, NamedType> types)
    {
        foreach (var (name, (runtimeType, description)) in Shells)
        {
            types[name] = Array.IndexOf(Objects, name) >= 0
                ? new ObjectType { Name = name, Description = description, RuntimeType = runtimeType }
                : new EnumType { Name = name, Description = description, RuntimeType = runtimeType };
        }
    }

    /// <summary>Completes them when all types are known by name.</summary>
    public static void Complete(Dictionary<string, NamedType> types)
    {
        ((EnumType)types["__TypeKind"]).Complete(IntrospectionEnums.TypeKinds());
        ((EnumType)types["__DirectiveLocation"]).Complete(IntrospectionEnums.DirectiveLocations());
        var fields = new IntrospectionFields(types);
        foreach (var name in Objects)
        {
            var type = (ObjectType)types[name];
            type.Complete(fields.Of(name), [], TypeNameField(types, type));
        }
    }

    /// <summary><c>__typename</c>, found on every composite type.</summary>
    public static IEnumerable<OutputField> TypeNameField(Dictionary<string, NamedType> types, ComplexType owner) =>
        [Meta(owner, "__typename", "The name of the object's type.", new NonNullType(types["String"]), typeof(string), [], static c => c.ObjectType.Name)];

    /// <summary><c>__typename</c>, <c>__schema</c> and <c>__type</c>, found on the query type.</summary>
    public static IEnumerable<OutputField> QueryFields(Dictionary<string, NamedType> types, ComplexType owner) =>
    [
        .. TypeNameField(types, owner),
        Meta(owner, "__schema", "The schema of this server.", new NonNullType(types["__Schema"]), typeof(Schema), [], static c => c.Schema),
        Meta(owner, "__type", "The type of this name; null when there is none.", types["__Type"], typeof(GraphQLType),
            [
                new InputField
                {
                    Name = "name", Description = "The type's name.", Type = new NonNullType(types["String"]), RuntimeType = typeof(string),
                    DeclaringCoordinate = $"{owner.Name}.__type",
                },
            ],
            static c => ((Schema)c.Schema).FindType(c.ArgumentValue<string>("name"))),
    ];

    private static OutputField Meta(ComplexType owner, string name, string description, GraphQLType type, Type resultType, InputField[] arguments,
        PureFieldDelegate resolver) => new()
    {
        Name = name, Description = description, Type = type, ResultType = resultType, Arguments = arguments, DeclaringType = owner,
        ResolverFactory = _ => new CompiledResolver { Kind = ResolverKind.Pure, Pure = resolver, NeedsScope = false },
    };
}
