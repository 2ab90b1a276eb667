using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>One validation: the document, where the walk stands, and what was found.</summary>
internal sealed class ValidationContext
{
    private const string Specification = "https://spec.graphql.org/October2021/#";
    private readonly List<IError>?[] _errors = new List<IError>?[(int)RuleGroup.Limit + 1];

    private Dictionary<FragmentDefinitionNode, DefinitionInfo>? _infoByFragment;
    private Dictionary<string, IReadOnlyList<FragmentSpreadNode>>? _spreadsToVariables;

    public ValidationContext(Schema schema, DocumentNode document, ValidationOptions options)
    {
        Schema = schema;
        Document = document;
        Options = options;
        Fragments = new FragmentTable(document);
        TypeSets = PossibleTypeSets.Of(schema);
    }

    public Schema Schema { get; }

    public DocumentNode Document { get; }

    public ValidationOptions Options { get; }

    public FragmentTable Fragments { get; }

    public PossibleTypeSets TypeSets { get; }

    /// <summary>Operations and fragments in the order in which they were walked; complete when the document is left.</summary>
    public List<DefinitionInfo> Definitions { get; } = [];

    /// <summary>The type whose fields are selected; null when it is unknown or has none.</summary>
    public NamedType? ParentType { get; set; }

    /// <summary>The innermost field; null outside of fields or when it is unknown.</summary>
    public OutputField? Field { get; set; }

    /// <summary>The fields around the walk's place.</summary>
    public FieldPath Path { get; } = new();

    /// <summary>The labels of <c>@defer</c> and <c>@stream</c> so far.</summary>
    public Dictionary<string, DirectiveNode> Labels => field ??= new Dictionary<string, DirectiveNode>(StringComparer.Ordinal);

    /// <summary>Aliases so far.</summary>
    public int AliasCount { get; set; }

    /// <summary>Sizes with fragments expanded. For <see cref="ValidationRule.LeaveDocument"/>.</summary>
    public Bounds.Measures Measures => field ??= new Bounds.Measures(this);

    /// <summary>The definition of a field on a type, <c>__typename</c> on every composite type included.</summary>
    public OutputField? FindField(NamedType? type, string name) => type switch
    {
        ComplexType complex => complex.FindField(name),
        UnionType when name == "__typename" => Schema.QueryType.FindField(name),
        _ => null
    };

    /// <summary>The type that a reference in the document names; null when the schema does not have it.</summary>
    public GraphQLType? FindType(ITypeNode type) => type switch
    {
        NamedTypeNode named => Schema.FindType(named.Name.Value),
        ListTypeNode list => FindType(list.Type) is { } element ? new ListType(element) : null,
        NonNullTypeNode nonNull => FindType(nonNull.Type) is { } nullable ? new NonNullType(nullable) : null,
        _ => null
    };

    /// <summary>The spreads of a fragment. For <see cref="ValidationRule.LeaveDocument"/>, when all are known.</summary>
    public IReadOnlyList<FragmentSpreadNode> SpreadsOf(FragmentDefinitionNode fragment) => InfoOf(fragment)?.Spreads ?? [];

    /// <summary>What the walk saw in a fragment.</summary>
    public DefinitionInfo? InfoOf(FragmentDefinitionNode fragment)
    {
        _infoByFragment ??= Definitions.Where(d => d.Node is FragmentDefinitionNode).ToDictionary(d => (FragmentDefinitionNode)d.Node);
        return _infoByFragment.GetValueOrDefault(fragment);
    }

    /// <summary>An operation and the fragments with variables that it reaches. Fragments without any are never entered: many operations may share many.</summary>
    public IReadOnlyList<DefinitionInfo> ReachedFrom(DefinitionInfo operation)
    {
        if (operation.Reached is { } known) return known;
        var reached = new List<DefinitionInfo> { operation };
        if (operation.Spreads.Count > 0)
        {
            _spreadsToVariables ??= FindSpreadsToVariables();
            foreach (var fragment in Fragments.ReachedFrom(OnlyToVariables(operation.Spreads), f => _spreadsToVariables[f.Name.Value]))
            {
                if (InfoOf(fragment) is { } info) reached.Add(info);
            }
        }

        return operation.Reached = reached;
    }

    /// <summary>Of each fragment that holds variables, directly or through others, the spreads that lead to some.</summary>
    private Dictionary<string, IReadOnlyList<FragmentSpreadNode>> FindSpreadsToVariables()
    {
        // Backwards from the fragments with variables along the spreads, which finds its way through cycles, too.
        var users = new Dictionary<string, List<DefinitionInfo>>(StringComparer.Ordinal);
        var holders = new Dictionary<string, DefinitionInfo>(StringComparer.Ordinal);
        var open = new Stack<string>();
        foreach (var definition in Definitions)
        {
            if (definition.Node is not FragmentDefinitionNode { Name.Value: var name }) continue;
            foreach (var spread in definition.Spreads)
            {
                if (!users.TryGetValue(spread.Name.Value, out var list)) users.Add(spread.Name.Value, list = []);
                list.Add(definition);
            }

            if (definition.Variables.Count > 0 && holders.TryAdd(name, definition)) open.Push(name);
        }

        while (open.TryPop(out var name))
        {
            foreach (var user in users.GetValueOrDefault(name) ?? [])
            {
                if (holders.TryAdd(user.Node.Name!.Value, user)) open.Push(user.Node.Name.Value);
            }
        }

        _spreadsToVariables = holders.ToDictionary(pair => pair.Key, _ => (IReadOnlyList<FragmentSpreadNode>)[], StringComparer.Ordinal);
        foreach (var name in holders.Keys)
        {
            if (Fragments.Find(name) is { } fragment) _spreadsToVariables[name] = [.. OnlyToVariables(SpreadsOf(fragment))];
        }

        return _spreadsToVariables;
    }

    private IEnumerable<FragmentSpreadNode> OnlyToVariables(IReadOnlyList<FragmentSpreadNode> spreads) =>
        spreads.Where(spread => _spreadsToVariables!.ContainsKey(spread.Name.Value));

    /// <summary>Whether more errors of this group could not be shown anyway; rules may stop looking then.</summary>
    public bool IsFull(RuleGroup group) => _errors[(int)group] is { } errors && errors.Count >= Options.MaxErrors;

    public bool HasErrors(RuleGroup group) => _errors[(int)group] is not null;

    public void Report(ValidationRule rule, IErrorBuilder error)
    {
        if (!IsFull(rule.Group)) (_errors[(int)rule.Group] ??= []).Add(error.Build());
    }

    /// <summary>An error at nodes, with the section of the specification still to be added by <see cref="SpecifiedBy"/>.</summary>
    public static IErrorBuilder Error(string message, params ReadOnlySpan<ISyntaxNode> nodes)
    {
        var error = ErrorBuilder.New().SetMessage(message);
        foreach (var node in nodes)
        {
            if (node.Location is { } location) error.AddLocation(location.Line, location.Column);
        }

        return error;
    }

    public static string SpecifiedBy(string section) => Specification + section;

    public IReadOnlyList<IError> TakeErrors()
    {
        List<IError>? all = null;
        foreach (var errors in _errors)
        {
            if (errors is not null) (all ??= []).AddRange(errors);
        }

        if (all is null) return [];
        return all.Count > Options.MaxErrors ? all.GetRange(0, Options.MaxErrors) : all;
    }
}

/// <summary>What rules say most often about an error.</summary>
internal static class ValidationErrorExtensions
{
    public static IErrorBuilder With(this IErrorBuilder error, string key, object? value) => error.SetExtension(key, value);

    public static IErrorBuilder At(this IErrorBuilder error, Path? path) => path is null ? error : error.SetPath(path);

    public static IErrorBuilder SpecifiedBy(this IErrorBuilder error, string section) =>
        error.SetExtension("specifiedBy", ValidationContext.SpecifiedBy(section));
}
