using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using GraphQLPlugins.Engine.TypeSystem.SchemaRules;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Freezes a definition: references become types, definitions become sealed objects. The definition must not be changed afterwards.</summary>
public static class SchemaFactory
{
    /// <summary>The frozen schema. Errors: <see cref="SchemaException"/> naming every unknown type, duplicate name and missing root.</summary>
    public static Schema Create(SchemaDefinition definition) => new Freezer(definition).Freeze();

    private sealed class Freezer(SchemaDefinition definition)
    {
        private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
        private readonly List<IError> _errors = [];

        public Schema Freeze()
        {
            foreach (var type in definition.Types) Add(type.Name, Shell(type));
            foreach (var scalar in SpecScalars.All) _types.TryAdd(scalar.Name, scalar);
            IntrospectionTypes.AddTo(_types);
            ThrowIfAny();

            var query = Root(definition.QueryType, "query");
            var mutation = definition.MutationType is { } m ? Root(m, "mutation") : null;
            var subscription = definition.SubscriptionType is { } s ? Root(s, "subscription") : null;
            foreach (var type in definition.Types) CheckUnique(type);
            ThrowIfAny();
            // Defaults are written as literals of their types, so enums and inputs come first.
            foreach (var type in definition.Types.OrderBy(t => t is EnumTypeDefinition ? 0 : t is InputObjectTypeDefinition ? 1 : 2)) Complete(type, query);
            IntrospectionTypes.Complete(_types);
            var directives = definition.Directives.Select(Directive).ToList();
            foreach (var directive in SpecDirectives.All(_types))
            {
                if (directives.TrueForAll(d => d.Name != directive.Name)) directives.Add(directive);
            }
            ThrowIfAny();

            var schema = new Schema(definition.Name, definition.Description, [.. _types.Values], directives, query!, mutation, subscription,
                definition.AppliedDirectives);
            definition.Features.CopyTo(schema.Features);
            if (schema.Features.Get<Types.SchemaOptions>() is not { StrictValidation: false }) SchemaValidator.Validate(schema, _errors);
            ThrowIfAny();
            return schema;
        }

        private void CheckUnique(TypeDefinition type)
        {
            var (names, what) = type switch
            {
                ComplexTypeDefinition c => (c.Fields.Select(f => f.Name), "fields"),
                InputObjectTypeDefinition i => (i.Fields.Select(f => f.Name), "fields"),
                EnumTypeDefinition e => (e.Values.Select(v => v.Name), "values"),
                _ => ([], ""),
            };
            NameRules.CheckUnique(names, type.Name, what, new SchemaReport(_errors));
        }

        private static NamedType Shell(TypeDefinition type) => type switch
        {
            ObjectTypeDefinition o => new ObjectType
            {
                Name = o.Name, Description = o.Description, RuntimeType = o.RuntimeType, Directives = o.Directives, IsOfType = o.IsOfType, Features = o.Features,
            },
            InterfaceTypeDefinition i => new InterfaceType { Name = i.Name, Description = i.Description, RuntimeType = i.RuntimeType, Directives = i.Directives },
            UnionTypeDefinition u => new UnionType { Name = u.Name, Description = u.Description, RuntimeType = u.RuntimeType, Directives = u.Directives },
            EnumTypeDefinition e => new EnumType { Name = e.Name, Description = e.Description, RuntimeType = e.RuntimeType, Directives = e.Directives },
            InputObjectTypeDefinition io => new InputObjectType
            {
                Name = io.Name, Description = io.Description, RuntimeType = io.RuntimeType, Directives = io.Directives, IsOneOf = io.IsOneOf,
                CreateInstance = io.CreateInstance, Features = io.Features,
            },
            ScalarTypeDefinition s => s.Scalar,
            _ => throw new InvalidOperationException($"{type.GetType().Name} is not a type definition."),
        };

        private void Complete(TypeDefinition type, ObjectType? query)
        {
            switch (type, _types[type.Name])
            {
                case (ComplexTypeDefinition from, ComplexType to):
                    var interfaces = from.Interfaces.Select(i => Find(i, from.Name)).OfType<InterfaceType>().ToArray();
                    to.Complete([.. from.Fields.Select(f => Field(f, from.Name))], interfaces,
                        ReferenceEquals(to, query) ? IntrospectionTypes.QueryFields(_types, to) : IntrospectionTypes.TypeNameField(_types, to));
                    break;
                case (UnionTypeDefinition from, UnionType to):
                    to.Members = [.. from.Members.Select(m => Find(m, from.Name)).OfType<ObjectType>()];
                    break;
                case (EnumTypeDefinition from, EnumType to):
                    to.Complete([.. from.Values]);
                    break;
                case (InputObjectTypeDefinition from, InputObjectType to):
                    to.Complete([.. from.Fields.Select(f => Input(f, from.Name))]);
                    break;
            }
        }

        private OutputField Field(OutputFieldDefinition field, string owner)
        {
            var coordinate = $"{owner}.{field.Name}";
            var arguments = field.Arguments.Select(a => Input(a, coordinate)).ToArray();
            for (var i = 0; i < arguments.Length; i++) arguments[i].Position = i;
            return new OutputField
            {
                Name = field.Name, Description = field.Description, DeprecationReason = field.DeprecationReason, Arguments = arguments,
                Directives = field.Directives, Member = field.Member, ResultType = field.ResultType, Features = field.Features,
                Type = Type(field.Type, coordinate), ResolverFactory = ResolverAssembly.FactoryOf(field),
            };
        }

        private InputField Input(InputFieldDefinition input, string owner)
        {
            var type = Type(input.Type, $"{owner}.{input.Name}");
            return new InputField
            {
                Name = input.Name, Description = input.Description, DeprecationReason = input.DeprecationReason, Directives = input.Directives,
                RuntimeType = input.RuntimeType, Formatter = input.Formatter, Features = input.Features, Type = type, DeclaringCoordinate = owner,
                DefaultValue = input.DefaultValue ?? Default(input.RuntimeDefaultValue, type),
            };
        }

        private static IValueNode? Default(object? value, GraphQLType type) => value is null ? null : DefaultLiterals.Of(value, type);

        private DirectiveType Directive(DirectiveTypeDefinition directive)
        {
            var arguments = directive.Arguments.Select(a => Input(a, $"@{directive.Name}")).ToArray();
            for (var i = 0; i < arguments.Length; i++) arguments[i].Position = i;
            return new DirectiveType
            {
                Name = directive.Name, Description = directive.Description, Locations = directive.Locations, IsRepeatable = directive.IsRepeatable,
                Arguments = arguments,
            };
        }

        private GraphQLType Type(TypeRef reference, string coordinate) => reference switch
        {
            NonNullTypeRef n => new NonNullType(Type(n.Inner, coordinate)),
            ListTypeRef l => new ListType(Type(l.Element, coordinate)),
            _ => Find(reference, coordinate) ?? _types["String"],
        };

        private NamedType? Find(TypeRef reference, string coordinate)
        {
            if (reference is NamedTypeRef named && _types.TryGetValue(named.Name, out var type)) return type;
            Report($"{coordinate} names the type {reference}, which the schema does not have.", "TS_UNRESOLVED_TYPES");
            return null;
        }

        private ObjectType? Root(string name, string operation)
        {
            if (_types.GetValueOrDefault(name) is ObjectType root) return root;
            Report($"The {operation} type {name} is not an object type of the schema.", "TS_MISSING_TYPE");
            return null;
        }

        private void Add(string name, NamedType type)
        {
            if (_types.TryAdd(name, type)) return;
            Report($"Two types are named {name}; rename one with [GraphQLName].", ErrorCodes.DuplicateTypeName);
        }

        private void Report(string message, string code) => _errors.Add(ErrorBuilder.New().SetMessage(message).SetCode(code).Build());

        private void ThrowIfAny()
        {
            if (_errors.Count > 0) throw new SchemaException(_errors);
        }
    }
}
