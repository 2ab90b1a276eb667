using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Makes a schema from SDL (spec 3). Its fields have no resolvers: it can be printed, introspected and validated against, not run.</summary>
public static class SdlSchemaBuilder
{
    /// <summary>The schema of a document. Errors: <see cref="SyntaxException"/>, <see cref="SchemaException"/>.</summary>
    public static Schema Build(string sdl) => SchemaFactory.Create(Define(Utf8GraphQLParser.Parse(sdl, ParserOptions.Trusted)));

    /// <summary>The definition of a document's schema, extensions merged in; resolvers may still be added.</summary>
    public static SchemaDefinition Define(DocumentNode document)
    {
        var schema = new SchemaDefinition();
        var operationTypes = new List<OperationTypeDefinitionNode>();
        foreach (var definition in document.Definitions) Add(schema, definition, operationTypes);
        foreach (var extension in document.Definitions) Extend(schema, extension, operationTypes);
        SetRoots(schema, operationTypes);
        return schema;
    }

    private static void Add(SchemaDefinition schema, IDefinitionNode definition, List<OperationTypeDefinitionNode> operationTypes)
    {
        switch (definition)
        {
            case SchemaDefinitionNode n:
                schema.Description = n.Description?.Value;
                schema.AppliedDirectives.AddRange(n.Directives.Select(Applied));
                operationTypes.AddRange(n.OperationTypes);
                break;
            case DirectiveDefinitionNode n: schema.Directives.Add(Directive(n)); break;
            case ScalarTypeDefinitionNode n: schema.Types.Add(Scalar(n)); break;
            case ObjectTypeDefinitionNode n: Add(schema, new ObjectTypeDefinition(), n, t => AddParts(t, n)); break;
            case InterfaceTypeDefinitionNode n: Add(schema, new InterfaceTypeDefinition(), n, t => AddParts(t, n)); break;
            case UnionTypeDefinitionNode n: Add(schema, new UnionTypeDefinition(), n, t => t.Members.AddRange(n.Types.Select(t => Reference(t)))); break;
            case EnumTypeDefinitionNode n: Add(schema, new EnumTypeDefinition(), n, t => t.Values.AddRange(n.Values.Select(Value))); break;
            case InputObjectTypeDefinitionNode n:
                Add(schema, new InputObjectTypeDefinition { IsOneOf = Has(n.Directives, "oneOf") }, n, t => t.Fields.AddRange(n.Fields.Select(Input)));
                break;
        }
    }

    private static void Add<T>(SchemaDefinition schema, T type, ITypeDefinitionNode node, Action<T> addParts) where T : TypeDefinition
    {
        type.Name = node.Name.Value;
        type.Description = node.Description?.Value;
        AddDirectives(type, node.Directives);
        addParts(type);
        schema.Types.Add(type);
    }

    private static void Extend(SchemaDefinition schema, IDefinitionNode extension, List<OperationTypeDefinitionNode> operationTypes)
    {
        switch (extension)
        {
            case SchemaExtensionNode n:
                schema.AppliedDirectives.AddRange(n.Directives.Select(Applied));
                operationTypes.AddRange(n.OperationTypes);
                break;
            case ObjectTypeExtensionNode n: Extend<ObjectTypeDefinition>(schema, n, t => AddParts(t, n)); break;
            case InterfaceTypeExtensionNode n: Extend<InterfaceTypeDefinition>(schema, n, t => AddParts(t, n)); break;
            case UnionTypeExtensionNode n: Extend<UnionTypeDefinition>(schema, n, t => t.Members.AddRange(n.Types.Select(t => Reference(t)))); break;
            case EnumTypeExtensionNode n: Extend<EnumTypeDefinition>(schema, n, t => t.Values.AddRange(n.Values.Select(Value))); break;
            case InputObjectTypeExtensionNode n: Extend<InputObjectTypeDefinition>(schema, n, t => t.Fields.AddRange(n.Fields.Select(Input))); break;
            case ScalarTypeExtensionNode n: Extend<ScalarTypeDefinition>(schema, n, _ => { }); break;
        }
    }

    private static void Extend<T>(SchemaDefinition schema, ITypeExtensionNode node, Action<T> addParts) where T : TypeDefinition
    {
        if (schema.Types.Find(t => t.Name == node.Name.Value) is not T type)
        {
            throw new SchemaException($"The extension of {node.Name.Value} extends no type of that name and kind.");
        }

        AddDirectives(type, node.Directives);
        addParts(type);
    }

    private static void SetRoots(SchemaDefinition schema, List<OperationTypeDefinitionNode> operationTypes)
    {
        if (operationTypes.Count == 0)
        {
            schema.MutationType = schema.Types.Exists(t => t.Name == "Mutation") ? "Mutation" : null;
            schema.SubscriptionType = schema.Types.Exists(t => t.Name == "Subscription") ? "Subscription" : null;
            return;
        }

        foreach (var root in operationTypes)
        {
            switch (root.Operation)
            {
                case OperationType.Query: schema.QueryType = root.Type.Name.Value; break;
                case OperationType.Mutation: schema.MutationType = root.Type.Name.Value; break;
                default: schema.SubscriptionType = root.Type.Name.Value; break;
            }
        }
    }

    private static void AddParts(ComplexTypeDefinition type, IComplexTypeNode node)
    {
        type.Interfaces.AddRange(node.Interfaces.Select(Reference));
        foreach (var field in node.Fields)
        {
            var output = new OutputFieldDefinition
            {
                Name = field.Name.Value, Description = field.Description?.Value, DeprecationReason = DeprecationReason(field.Directives), Type = Reference(field.Type),
            };
            output.Arguments.AddRange(field.Arguments.Select(Input));
            output.Directives.AddRange(Custom(field.Directives));
            type.Fields.Add(output);
        }
    }

    private static InputFieldDefinition Input(InputValueDefinitionNode node)
    {
        var input = new InputFieldDefinition
        {
            Name = node.Name.Value, Description = node.Description?.Value, DeprecationReason = DeprecationReason(node.Directives), Type = Reference(node.Type),
            DefaultValue = node.DefaultValue,
        };
        input.Directives.AddRange(Custom(node.Directives));
        return input;
    }

    private static EnumValue Value(EnumValueDefinitionNode node) => new()
    {
        Name = node.Name.Value, RuntimeValue = node.Name.Value, Description = node.Description?.Value, DeprecationReason = DeprecationReason(node.Directives),
        Directives = [.. Custom(node.Directives)],
    };

    private static ScalarTypeDefinition Scalar(ScalarTypeDefinitionNode node)
    {
        var url = node.Directives.FirstOrDefault(d => d.Name.Value == "specifiedBy")?.Arguments.FirstOrDefault()?.Value as StringValueNode;
        return new ScalarTypeDefinition
        {
            Name = node.Name.Value,
            Description = node.Description?.Value,
            Scalar = new SdlScalar(url?.Value) { Name = node.Name.Value, Description = node.Description?.Value, Directives = [.. Custom(node.Directives)] },
        };
    }

    private static DirectiveTypeDefinition Directive(DirectiveDefinitionNode node)
    {
        var locations = default(DirectiveLocation);
        foreach (var location in node.Locations)
        {
            locations |= Enum.Parse<DirectiveLocation>(location.Value.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        }

        var directive = new DirectiveTypeDefinition
        {
            Name = node.Name.Value, Description = node.Description?.Value, Locations = locations, IsRepeatable = node.IsRepeatable,
        };
        directive.Arguments.AddRange(node.Arguments.Select(Input));
        return directive;
    }

    private static void AddDirectives(TypeDefinition type, IReadOnlyList<DirectiveNode> directives) => type.Directives.AddRange(Custom(directives));

    private static IEnumerable<AppliedDirective> Custom(IReadOnlyList<DirectiveNode> directives) =>
        directives.Where(d => !SpecDirectives.IsSpecDirective(d.Name.Value)).Select(Applied);

    private static AppliedDirective Applied(DirectiveNode directive) =>
        new(directive.Name.Value, [.. directive.Arguments.Select(a => KeyValuePair.Create(a.Name.Value, a.Value))]);

    private static bool Has(IReadOnlyList<DirectiveNode> directives, string name) => directives.Any(d => d.Name.Value == name);

    private static string? DeprecationReason(IReadOnlyList<DirectiveNode> directives)
    {
        if (directives.FirstOrDefault(d => d.Name.Value == "deprecated") is not { } deprecated) return null;
        return (deprecated.Arguments.FirstOrDefault()?.Value as StringValueNode)?.Value ?? SpecDirectives.DefaultDeprecationReason;
    }

    private static TypeRef Reference(ITypeNode type) => type switch
    {
        NonNullTypeNode nonNull => TypeRef.NonNull(Reference(nonNull.Type)),
        ListTypeNode list => TypeRef.ListOf(Reference(list.Type)),
        _ => TypeRef.Named(((NamedTypeNode)type).Name.Value),
    };
}
