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
    private OutputField? _typeName;
    private int _selections;
    private int _nextId;
    private int _abstractLevel;

    private OperationCompiler(OperationPlan plan, SchemaOptions options, Limits limits)
    {
        Plan = plan;
        _maxSelections = limits.MaxExpandedSelections;
        _isSerialByDefault = options.DefaultResolverStrategy == ExecutionStrategy.Serial;
        foreach (var definition in plan.Document.Definitions)
        {
            if (definition is FragmentDefinitionNode fragment) _fragments.TryAdd(fragment.Name.Value, fragment);
        }
    }

    public Schema Schema => Plan.Schema;

    private OperationPlan Plan { get; }

    /// <summary>Compiles. Errors: <see cref="GraphQLException"/> for what cannot be run: a kind that the schema lacks, too many selections, unknown fields.</summary>
    public static OperationPlan Compile(Schema schema, DocumentNode document, OperationDefinitionNode operation, string id, SchemaOptions options, Limits limits)
    {
        if (schema.GetRootType(operation.Operation) is not { } root)
            throw new GraphQLException($"The schema has no {operation.Operation.ToString().ToLowerInvariant()} type.");
        var plan = new OperationPlan
        {
            Schema = schema, Id = id, Definition = operation, Document = document, RootType = root,
            Variables = [.. operation.VariableDefinitions.Select(v => VariablePlan.Compile(v, schema))],
        };
        var compiler = new OperationCompiler(plan, options, limits);
        plan.ConditionVariables = compiler.FindConditionVariables();
        plan.Root = compiler.CompileSet(root, [(operation.SelectionSet, Conjunction.True)]);
        return plan;
    }

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
    public SelectionSetPlan CompileLate(ObjectType type, Occurrence[] occurrences, ConcurrentDictionary<ObjectType, SelectionSetPlan> compiled)
    {
        lock (_lock)
        {
            if (compiled.TryGetValue(type, out var known)) return known;
            // The limit bounds the plan, which is kept. A plan that would outgrow it is not kept: such a request pays for itself.
            var (before, level) = (_selections, _abstractLevel);
            _selections = 0;
            _abstractLevel = EagerLevels;
            var set = CompileSet(type, SubSelections(occurrences));
            var total = before + _selections;
            _selections = Math.Min(total, _maxSelections);
            _abstractLevel = level;
            if (total <= _maxSelections) compiled.TryAdd(type, set);
            return set;
        }
    }

    private SelectionSetPlan CompileSet(ObjectType type, IEnumerable<(SelectionSetNode, Conjunction)> selectionSets)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var collector = new FieldCollector(this, type);
        foreach (var (selectionSet, when) in selectionSets) collector.Collect(selectionSet, when);
        var fields = new List<(int Place, FieldPlan Field)>();
        foreach (var collected in collector.Fields) Compile(type, collected, fields);
        fields.Sort(static (a, b) => a.Place.CompareTo(b.Place));
        return new SelectionSetPlan(type, [.. fields.Select(f => f.Field)]);
    }

    private void Compile(ObjectType type, CollectedField collected, List<(int, FieldPlan)> fields)
    {
        var occurrences = collected.Occurrences;
        var node = occurrences[0].Node;
        var isTypeName = node.Name.Value == "__typename";
        var field = type.FindField(node.Name.Value) ?? (isTypeName ? TypeName : throw Unknown(type, node));
        var resolver = isTypeName ? TypeNameResolver : field.Resolver;
        var completion = Complete(field.Type, occurrences);
        var id = _nextId++;
        var arguments = ArgumentsPlan.Compile(field, node, () => Plan.ArgumentSlots++);
        var needsPostProcessing = field.Type.IsList && NeedsPostProcessing(field, resolver);
        foreach (var (place, condition) in collected.Places())
        {
            fields.Add((place, new FieldPlan
            {
                Operation = Plan, Id = id, ResponseName = collected.ResponseName, Field = field, DeclaringType = type, Occurrences = occurrences,
                Utf8Name = Encoding.UTF8.GetBytes($",\"{collected.ResponseName}\":"), Condition = condition, Resolver = resolver,
                Writer = FieldWriters.For(field, type, resolver), Completion = completion, Arguments = arguments, NeedsPostProcessing = needsPostProcessing,
                IsSerial = resolver.Strategy == ResolverStrategy.Serial || resolver.Strategy == ResolverStrategy.Default && _isSerialByDefault,
            }));
        }
    }

    private ValueCompletion Complete(GraphQLType type, Occurrence[] occurrences) => type.Nullable switch
    {
        ListType list => new ListCompletion(type, Complete(list.Element, occurrences)),
        ScalarType => new ScalarCompletion(type),
        EnumType => new EnumCompletion(type),
        ObjectType o => new ObjectCompletion(type, CompileSet(o, SubSelections(occurrences))),
        NamedType named => CompleteAbstract(type, named, occurrences),
        _ => throw new InvalidOperationException($"{type} is no output type."),
    };

    private AbstractCompletion CompleteAbstract(GraphQLType type, NamedType named, Occurrence[] occurrences)
    {
        var possible = Schema.GetPossibleTypes(named);
        var resolver = TypeResolvers.GetValue(named, n => new AbstractTypeResolver(Schema, n));
        if (possible.Count > EagerTypes || _abstractLevel >= EagerLevels) return new AbstractCompletion(type, resolver, this, occurrences, [], hasAsync: true);
        _abstractLevel++;
        var sets = possible.ToDictionary(t => t, t => CompileSet(t, SubSelections(occurrences)));
        _abstractLevel--;
        return new AbstractCompletion(type, resolver, this, occurrences, sets, sets.Values.Any(s => s.HasAsync));
    }

    // Below a field that occurs once, its condition holds anyway.
    private static IEnumerable<(SelectionSetNode, Conjunction)> SubSelections(Occurrence[] occurrences)
    {
        foreach (var (node, when) in occurrences)
        {
            if (node.SelectionSet is { } selectionSet) yield return (selectionSet, occurrences.Length == 1 ? Conjunction.True : when);
        }
    }

    // Getters and pure fields are only held back for results that are certainly to be run; of pipelines less is known.
    private static bool NeedsPostProcessing(OutputField field, CompiledResolver resolver) => resolver.Kind switch
    {
        ResolverKind.Getter => PostProcessing.IsNeeded(resolver.Getter!.GetType().GetGenericArguments()[1]),
        ResolverKind.Pure => field.ResultType is { } type && PostProcessing.IsNeeded(type),
        _ => field.ResultType is not { IsSealed: true } sealedType || PostProcessing.IsNeeded(sealedType),
    };

    private int[] FindConditionVariables()
    {
        if (Plan.Variables.Length == 0) return [];
        var slots = new SortedSet<int>();
        var pending = new Stack<SelectionSetNode>();
        pending.Push(Plan.Definition.SelectionSet);
        foreach (var fragment in _fragments.Values) pending.Push(fragment.SelectionSet);
        while (pending.TryPop(out var set))
        {
            foreach (var selection in set.Selections)
            {
                foreach (var directive in selection.Directives)
                {
                    if (directive.Name.Value is not ("skip" or "include")) continue;
                    foreach (var argument in directive.Arguments)
                    {
                        if (argument.Value is VariableNode v && Plan.FindVariable(v.Name.Value) is >= 0 and var slot) slots.Add(slot);
                    }
                }
                if (selection is FieldNode { SelectionSet: { } below }) pending.Push(below);
                else if (selection is InlineFragmentNode inline) pending.Push(inline.SelectionSet);
            }
        }
        return [.. slots];
    }

    private OutputField TypeName => _typeName ??= new OutputField
    {
        Name = "__typename", Type = new NonNullType(Schema.FindType("String")!), DeclaringType = Plan.RootType, ResolverFactory = _ => TypeNameResolver,
    };

    private static GraphQLException Unknown(ObjectType type, FieldNode node) =>
        new($"The field `{node.Name.Value}` does not exist on the type `{type.Name}`.");
}
