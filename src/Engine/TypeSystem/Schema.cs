using System.Collections.Frozen;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>A finished schema: frozen, valid, safe to share. Made by <see cref="SchemaFactory"/>.</summary>
public sealed class Schema : ISchema
{
    private readonly FrozenDictionary<string, NamedType> _types;
    private readonly FrozenDictionary<string, DirectiveType> _directives;
    private readonly IReadOnlyList<ObjectType>[] _possibleTypes;

    internal Schema(string name, string? description, IReadOnlyList<NamedType> types, IReadOnlyList<DirectiveType> directives,
        ObjectType queryType, ObjectType? mutationType, ObjectType? subscriptionType, IReadOnlyList<AppliedDirective> applied)
    {
        Name = name;
        Description = description;
        Types = types;
        Directives = directives;
        QueryType = queryType;
        MutationType = mutationType;
        SubscriptionType = subscriptionType;
        AppliedDirectives = applied;
        _types = types.ToFrozenDictionary(t => t.Name, StringComparer.Ordinal);
        _directives = directives.ToFrozenDictionary(d => d.Name, StringComparer.Ordinal);
        _possibleTypes = new IReadOnlyList<ObjectType>[types.Count];
        var objects = types.OfType<ObjectType>().ToArray();
        for (var i = 0; i < types.Count; i++)
        {
            types[i].Index = i;
            _possibleTypes[i] = types[i] switch
            {
                ObjectType o => [o],
                UnionType u => u.Members,
                InterfaceType iface => [.. objects.Where(o => o.Implements(iface))],
                _ => [],
            };
        }
    }

    /// <summary>The schema's name among those of the host; <c>_Default</c> by default.</summary>
    public string Name { get; }

    /// <inheritdoc cref="NamedType.Description"/>
    public string? Description { get; }

    /// <summary>All named types, introspection and spec scalars included, each once.</summary>
    public IReadOnlyList<NamedType> Types { get; }

    /// <summary>All directives, those of the specification included.</summary>
    public IReadOnlyList<DirectiveType> Directives { get; }

    /// <summary>Directives applied to the schema itself.</summary>
    public IReadOnlyList<AppliedDirective> AppliedDirectives { get; }

    /// <summary>The query root.</summary>
    public ObjectType QueryType { get; }

    /// <summary>The mutation root, or null.</summary>
    public ObjectType? MutationType { get; }

    /// <summary>The subscription root, or null.</summary>
    public ObjectType? SubscriptionType { get; }

    /// <summary>Features left by conventions and by the configuration (options, node resolvers, error filters, ...), by type.</summary>
    public FeatureSet Features { get; } = new();

    /// <summary>The type of this name, or null.</summary>
    public NamedType? FindType(string name) => _types.GetValueOrDefault(name);

    /// <summary>The directive of this name without @, or null.</summary>
    public DirectiveType? FindDirective(string name) => _directives.GetValueOrDefault(name);

    /// <summary>The object types that a value of this type can have. Spec: GetPossibleTypes.</summary>
    public IReadOnlyList<ObjectType> GetPossibleTypes(NamedType type) => _possibleTypes[type.Index];

    /// <summary>The root type of an operation kind, or null when the schema has none.</summary>
    public ObjectType? GetRootType(Language.OperationType operation) => operation switch
    {
        Language.OperationType.Query => QueryType,
        Language.OperationType.Mutation => MutationType,
        _ => SubscriptionType,
    };
}
