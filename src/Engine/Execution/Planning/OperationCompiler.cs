using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using GraphQLPlugins.Engine.Execution.Coercion;
using GraphQLPlugins.Engine.Execution.Completion;
using GraphQLPlugins.Engine.Execution.Running;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>Compiles an operation to a plan: fields merged, fragments expanded for each object type, constant arguments coerced, the way to JSON decided.</summary>
internal sealed class OperationCompiler
{
    // Interfaces and unions of at most this many types are compiled with the plan, so that it is known whether there is something to await; up to this nesting.
    private const int EagerTypes = 8;
    private const int EagerLevels = 3;

    private static readonly ConditionalWeakTable<NamedType, AbstractTypeResolver> TypeResolvers = [];
    private static readonly CompiledResolver TypeNameResolver = new() { Kind = ResolverKind.Pure, Pure = context => context.ObjectType.Name };

    private readonly Dictionary<string, FragmentDefinitionNode> _fragments = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly int _maxSelections;
    private readonly bool _isSerialByDefault;
    private readonly Func<string, bool> _isOn;
    private OutputField? _typeName;
    private int _selections;
    private int _nextId;
    private int _abstractLevel;

    private OperationCompiler(OperationPlan plan, SchemaOptions options, Limits limits, Func<string, bool>? isOn)
    {
        Plan = plan;
        _isOn = isOn ?? (_ => false);
        _maxSelections = limits.MaxExpandedSelections;
        _isSerialByDefault = options.DefaultResolverStrategy == ExecutionStrategy.Serial;
        foreach (var definition in plan.Document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment) _fragments.TryAdd(fragment.Name.Value, fragment);
        }
    }

    public Schema Schema => Plan.Schema;

    public IncrementalFormat Format => Plan.Format;

    private OperationPlan Plan { get; }

    /// <summary>Compiles. Errors: <see cref="GraphQLException"/> for what cannot be run: a kind that the schema lacks, too many selections, unknown fields.</summary>
    public static OperationPlan Compile(Schema schema, DocumentNode document, OperationDefinitionNode operation, string id, SchemaOptions options, Limits limits)
    {
        if (schema.GetRootType(operation.Operation) is not { } root)
            throw new GraphQLException($"The schema has no {operation.Operation.ToString().ToLowerInvariant()} type.");
        var variables = operation.VariableDefinitions.Select(v => VariablePlan.Compile(v, schema)).ToArray();
        return Compile(IncrementalFormat.None, null);

        OperationPlan Compile(IncrementalFormat format, Func<string, bool>? isOn)
        {
            var plan = new OperationPlan
            {
                Schema = schema, Id = id, Definition = operation, Document = document, RootType = root, Variables = variables, Format = format,
            };
            var compiler = new OperationCompiler(plan, options, limits, isOn);
            var incremental = compiler.FindConditions();
            if (format == IncrementalFormat.None && incremental is not null)
                plan.Incremental = new IncrementalVariants(incremental.Value.Variables, incremental.Value.IsAlwaysActive, Compile);
            plan.Root = compiler.CompileSet(root, [(operation.SelectionSet, Conjunction.True, null)], [null]);
            return plan;
        }
    }

    /// <summary>The use of <c>@defer</c> among these directives; null when there is none or it is off.</summary>
    public DeferUsage? DeferOf(IReadOnlyList<DirectiveNode> directives, Conjunction when, DeferUsage? parent) =>
        Format != IncrementalFormat.None && Active(directives, "defer") is { } directive ? new DeferUsage(LabelOf(directive), parent, when) : null;

    public bool IsDeferred(IReadOnlyList<DirectiveNode> directives) => Format != IncrementalFormat.None && Active(directives, "defer") is not null;

    public FragmentDefinitionNode? FindFragment(string name) => _fragments.GetValueOrDefault(name);

    /// <summary>Counts one selection of the expanded operation. Errors: <see cref="GraphQLException"/> over the limit.</summary>
    public void CountSelection()
    {
        if (++_selections <= _maxSelections) return;
        throw new GraphQLException(ErrorBuilder.New()
            .SetMessage($"The operation expands to more than {_maxSelections} selections.").SetExtension("maxExpandedSelections", _maxSelections).Build());
    }

    /// <summary>The condition with <c>@skip</c> and <c>@include</c> added; null when it can never hold.</summary>
    public Conjunction? Restrict(Conjunction when, IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            var expected = directive.Name.Value == "include";
            if (!expected && directive.Name.Value != "skip") continue;
            switch (directive.Arguments.FirstOrDefault(a => a.Name.Value == "if")?.Value)
            {
                case BooleanValueNode constant when constant.Value != expected: return null;
                case VariableNode variable when Plan.FindVariable(variable.Name.Value) is >= 0 and var slot:
                    if (when.And(slot, expected) is not { } restricted) return null;
                    when = restricted;
                    break;
            }
        }
        return when;
    }

    /// <summary>Compiles the selections of one type of an interface or union when a value of it is first seen.</summary>
    public SelectionSetPlan CompileLate(ObjectType type, Occurrence[] occurrences, DeferUsage?[] current, ConcurrentDictionary<ObjectType, SelectionSetPlan> compiled)
    {
        lock (_lock)
        {
            if (compiled.TryGetValue(type, out var known)) return known;
            // The limit bounds the plan, which is kept. A plan that would outgrow it is not kept: such a request pays for itself.
            var (before, level) = (_selections, _abstractLevel);
            _selections = 0;
            _abstractLevel = EagerLevels;
            var set = CompileSet(type, SubSelections(occurrences), current);
            var total = before + _selections;
            _selections = Math.Min(total, _maxSelections);
            _abstractLevel = level;
            if (total <= _maxSelections) compiled.TryAdd(type, set);
            return set;
        }
    }

    // current: the deferred fragments with which this selection set is delivered; null stands for the initial result.
    private SelectionSetPlan CompileSet(ObjectType type, IEnumerable<(SelectionSetNode, Conjunction, DeferUsage?)> selectionSets, DeferUsage?[] current)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var collector = new FieldCollector(this, type);
        foreach (var (selectionSet, when, defer) in selectionSets) collector.Collect(selectionSet, when, defer);
        var fields = CompileFields(type, collector.Fields, current, []);
        if (Format == IncrementalFormat.None) return new SelectionSetPlan(type, fields);
        var parts = Format == IncrementalFormat.ByPath
            ? collector.Deferred.Select(d => new DeferredPart([d.Usage], CompileSet(type, [(d.SelectionSet, Conjunction.True, null)], [null])))
            : collector.Fields.Select(f => (Field: f, Usages: f.UsagesBeside(current))).Where(f => f.Usages.Length > 0)
                .GroupBy(f => f.Usages, f => f.Field, UsagesComparer.Instance)
                .Select(g => new DeferredPart(g.Key, new SelectionSetPlan(type, CompileFields(type, g, g.Key, current))));
        return new SelectionSetPlan(type, fields, [.. collector.Deferred.Select(d => d.Usage)], [.. parts]);
    }

    private FieldPlan[] CompileFields(ObjectType type, IEnumerable<CollectedField> collected, DeferUsage?[] current, DeferUsage?[] excluded)
    {
        var fields = new List<(int Place, FieldPlan Field)>();
        foreach (var field in collected) Compile(type, field, current, excluded, fields);
        fields.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        return [.. fields.Select(f => f.Field)];
    }

    private void Compile(ObjectType type, CollectedField collected, DeferUsage?[] current, DeferUsage?[] excluded, List<(int, FieldPlan)> fields)
    {
        var places = collected.Places(current, excluded).ToArray();
        if (places.Length == 0) return;
        var occurrences = collected.Occurrences;
        var node = occurrences[0].Node;
        var isTypeName = node.Name.Value == "__typename";
        var field = type.FindField(node.Name.Value) ?? (isTypeName ? TypeName : throw Unknown(type, node));
        var resolver = isTypeName ? TypeNameResolver : field.Resolver;
        var completion = Complete(field.Type, occurrences, current);
        var id = _nextId++;
        var arguments = ArgumentsPlan.Compile(field, node, () => Plan.ArgumentSlots++);
        var stream = field.Type.IsList ? StreamOf(node.Directives) : null;
        var needsPostProcessing = field.Type.IsList && (NeedsPostProcessing(field, resolver) || stream is not null && PostProcessing.IsStreamResult(field));
        foreach (var (place, condition) in places)
        {
            fields.Add((place, new FieldPlan
            {
                Operation = Plan, Id = id, ResponseName = collected.ResponseName, Field = field, DeclaringType = type, Occurrences = occurrences,
                Utf8Name = Encoding.UTF8.GetBytes($",\"{collected.ResponseName}\":"), Condition = condition, Resolver = resolver,
                Writer = FieldWriters.For(field, type, resolver), Completion = completion, Arguments = arguments, NeedsPostProcessing = needsPostProcessing,
                Stream = stream,
                IsSerial = resolver.Strategy == ResolverStrategy.Serial || resolver.Strategy == ResolverStrategy.Default && _isSerialByDefault,
            }));
        }
    }

    private ValueCompletion Complete(GraphQLType type, Occurrence[] occurrences, DeferUsage?[] current) => type.Nullable switch
    {
        ListType list => new ListCompletion(type, Complete(list.Element, occurrences, current)),
        ScalarType => new ScalarCompletion(type),
        EnumType => new EnumCompletion(type),
        ObjectType o => new ObjectCompletion(type, CompileSet(o, SubSelections(occurrences), current)),
        NamedType named => CompleteAbstract(type, named, occurrences, current),
        _ => throw new InvalidOperationException($"{type} is no output type."),
    };

    private AbstractCompletion CompleteAbstract(GraphQLType type, NamedType named, Occurrence[] occurrences, DeferUsage?[] current)
    {
        var possible = Schema.GetPossibleTypes(named);
        var resolver = TypeResolvers.GetValue(named, n => new AbstractTypeResolver(Schema, n));
        if (possible.Count > EagerTypes || _abstractLevel >= EagerLevels) return new AbstractCompletion(type, resolver, this, occurrences, current, [], hasAsync: true);
        _abstractLevel++;
        var sets = possible.ToDictionary(t => t, t => CompileSet(t, SubSelections(occurrences), current));
        _abstractLevel--;
        return new AbstractCompletion(type, resolver, this, occurrences, current, sets, sets.Values.Any(s => s.HasAsync));
    }

    // Below a field that occurs once, its condition holds anyway.
    private static IEnumerable<(SelectionSetNode, Conjunction, DeferUsage?)> SubSelections(Occurrence[] occurrences)
    {
        foreach (var (node, when, defer) in occurrences)
        {
            if (node.SelectionSet is { } selectionSet) yield return (selectionSet, occurrences.Length == 1 ? Conjunction.True : when, defer);
        }
    }

    private StreamPlan? StreamOf(IReadOnlyList<DirectiveNode> directives)
    {
        if (Format == IncrementalFormat.None || Active(directives, "stream") is not { } directive) return null;
        return directive.Arguments.FirstOrDefault(a => a.Name.Value == "initialCount")?.Value switch
        {
            IntValueNode i when i.TryToInt32(out var count) => new StreamPlan(count, -1, LabelOf(directive)),
            VariableNode v => new StreamPlan(0, Plan.FindVariable(v.Name.Value), LabelOf(directive)),
            _ => new StreamPlan(0, -1, LabelOf(directive)),
        };
    }

    private DirectiveNode? Active(IReadOnlyList<DirectiveNode> directives, string name)
    {
        foreach (var directive in directives)
        {
            if (directive.Name.Value != name) continue;
            return directive.Arguments.FirstOrDefault(a => a.Name.Value == "if")?.Value switch
            {
                BooleanValueNode { Value: false } => null,
                VariableNode variable when !_isOn(variable.Name.Value) => null,
                _ => directive,
            };
        }
        return null;
    }

    private static string? LabelOf(DirectiveNode directive) =>
        (directive.Arguments.FirstOrDefault(a => a.Name.Value == "label")?.Value as StringValueNode)?.Value;

    // Getters and pure fields are only held back for results that are certainly to be run; of pipelines less is known.
    private static bool NeedsPostProcessing(OutputField field, CompiledResolver resolver) => resolver.Kind switch
    {
        ResolverKind.Getter => PostProcessing.IsNeeded(resolver.Getter!.GetType().GetGenericArguments()[1]),
        ResolverKind.Pure => field.ResultType is { } type && PostProcessing.IsNeeded(type),
        _ => field.ResultType is not { IsSealed: true } sealedType || PostProcessing.IsNeeded(sealedType),
    };

    // One walk over the document finds the variables of @skip and @include, and whether there is something incremental.
    private (int[] Variables, bool IsAlwaysActive)? FindConditions()
    {
        var conditions = new SortedSet<int>();
        var incremental = new SortedSet<int>();
        var (isIncremental, isAlwaysActive) = (false, false);
        var pending = new Stack<SelectionSetNode>();
        pending.Push(Plan.Definition.SelectionSet);
        foreach (var fragment in _fragments.Values) pending.Push(fragment.SelectionSet);
        while (pending.TryPop(out var set))
        {
            foreach (var selection in set.Selections)
            {
                foreach (var directive in selection.Directives)
                {
                    var isCondition = directive.Name.Value is "skip" or "include";
                    if (!isCondition && (directive.Name.Value is not ("defer" or "stream") || Schema.FindDirective(directive.Name.Value) is null)) continue;
                    isIncremental |= !isCondition;
                    var value = directive.Arguments.FirstOrDefault(a => a.Name.Value == "if")?.Value;
                    if (value is VariableNode v && Plan.FindVariable(v.Name.Value) is >= 0 and var slot) (isCondition ? conditions : incremental).Add(slot);
                    else if (!isCondition && value is not BooleanValueNode { Value: false }) isAlwaysActive = true;
                }
                if (selection is FieldNode { SelectionSet: { } below }) pending.Push(below);
                else if (selection is InlineFragmentNode inline) pending.Push(inline.SelectionSet);
            }
        }
        Plan.ConditionVariables = [.. conditions];
        return isIncremental ? ([.. incremental], isAlwaysActive) : null;
    }

    private OutputField TypeName => _typeName ??= new OutputField
    {
        Name = "__typename", Type = new NonNullType(Schema.FindType("String")!), DeclaringType = Plan.RootType, ResolverFactory = _ => TypeNameResolver,
    };

    private static GraphQLException Unknown(ObjectType type, FieldNode node) =>
        new($"The field `{node.Name.Value}` does not exist on the type `{type.Name}`.");

    private sealed class UsagesComparer : IEqualityComparer<DeferUsage[]>
    {
        public static readonly UsagesComparer Instance = new();

        public bool Equals(DeferUsage[]? x, DeferUsage[]? y) => x!.Length == y!.Length && x.All(u => Array.IndexOf(y, u) >= 0);

        public int GetHashCode(DeferUsage[] usages) => usages.Length;
    }
}
