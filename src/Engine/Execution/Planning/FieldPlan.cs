using System.Collections.Concurrent;
using System.Text;
using GraphQLPlugins.Engine.Execution.Coercion;
using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>One response name of an object type's selection set, at one place of it. Frozen but for features.</summary>
internal sealed class FieldPlan : ISelection
{
    private ConcurrentDictionary<Type, Lazy<object>>? _features;

    public required OperationPlan Operation { get; init; }
    public required int Id { get; init; }
    public required string ResponseName { get; init; }
    public required OutputField Field { get; init; }
    public required ObjectType DeclaringType { get; init; }

    /// <summary>All merged field nodes with the conditions under which each counts.</summary>
    public required Occurrence[] Occurrences { get; init; }

    /// <summary><c>,"name":</c> in UTF-8.</summary>
    public required byte[] Utf8Name { get; init; }

    /// <summary>Null when the field is always written.</summary>
    public ConditionPlan? Condition { get; init; }

    public required CompiledResolver Resolver { get; init; }

    /// <summary>Gets and writes the value; for fields without a slot.</summary>
    public required FieldWriter Writer { get; init; }

    /// <summary>Turns a value into JSON.</summary>
    public required ValueCompletion Completion { get; init; }

    /// <summary>Null when the field has none.</summary>
    public ArgumentsPlan? Arguments { get; init; }

    /// <summary>Whether the result may be a query or an asynchronous sequence, which is run before it is written.</summary>
    public required bool NeedsPostProcessing { get; init; }

    /// <summary>Set when the items of the list may be delivered one by one.</summary>
    public StreamPlan? Stream { get; init; }

    public bool IsAsync => Resolver.Kind == ResolverKind.Async;

    public bool IsSerial { get; init; }

    /// <summary>Whether there is something to await, in the field or below.</summary>
    public bool HasAsync => IsAsync || NeedsPostProcessing || Completion.HasAsync;

    /// <summary>Place of the value among the awaited ones of its object; -1 when it is written straight from the object.</summary>
    public int Slot { get; set; } = -1;

    public GraphQLType Type => Field.Type;

    public FieldNode SyntaxNode => Occurrences[0].Node;

    public IReadOnlyList<FieldNode> SyntaxNodes => field ??= [.. Occurrences.Select(o => o.Node)];

    public bool IsConditional => Operation.IsConditional(Occurrences);

    public IReadOnlyList<ObjectType> PossibleTypes => Field.Type.IsComposite ? Operation.Schema.GetPossibleTypes(Field.Type.Named) : [];

    /// <summary>The places of the merged field nodes, for errors.</summary>
    public IReadOnlyList<Location> Locations => field ??= LocationsOf(Occurrences[0].Node);

    public bool IsIncluded(IVariableValueCollection variables) => Operation.IsIncluded(Occurrences, variables);

    public IReadOnlyList<ISelection> GetSelections(ObjectType type) => Completion.SelectionsOf(type)?.Selections ?? [];

    public T GetOrAddFeature<T>(Func<ISelection, T> create) where T : class
    {
        var features = _features ?? Interlocked.CompareExchange(ref _features, new ConcurrentDictionary<Type, Lazy<object>>(), null) ?? _features;
        return (T)features.GetOrAdd(typeof(T), static (_, state) => new Lazy<object>(() => state.create(state.field)), (create, field: this)).Value;
    }

    public override string ToString() => $"{DeclaringType.Name}.{ResponseName}";

    public static byte[] NameOf(string responseName) => Encoding.UTF8.GetBytes($",\"{responseName}\":");

    private static IReadOnlyList<Location> LocationsOf(FieldNode node) =>
        node.Location is { } location ? [new Location(location.Line, location.Column)] : [];
}
