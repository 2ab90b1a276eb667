using GraphQLPlugins.Engine.Execution.Coercion;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>An operation compiled against a schema: everything that depends on these two alone. Shared by all requests that run it.</summary>
internal sealed class OperationPlan : IOperation
{
    public required Schema Schema { get; init; }
    public required string Id { get; init; }
    public required OperationDefinitionNode Definition { get; init; }
    public required DocumentNode Document { get; init; }
    public required ObjectType RootType { get; init; }

    /// <summary>In the order of their definition; their index is the variable's slot.</summary>
    public required VariablePlan[] Variables { get; init; }

    public SelectionSetPlan Root { get; internal set; } = null!;

    /// <summary>The slots of the variables that decide over <c>@skip</c> and <c>@include</c>.</summary>
    public int[] ConditionVariables { get; internal set; } = [];

    /// <summary>How many fields have arguments that depend on variables, as far as was compiled.</summary>
    public int ArgumentSlots { get; internal set; }

    /// <summary>Set when the operation uses <c>@defer</c> or <c>@stream</c>; this plan ignores them.</summary>
    public IncrementalVariants? Incremental { get; internal set; }

    /// <summary>How this plan delivers what is deferred.</summary>
    public IncrementalFormat Format { get; init; }

    public string? Name => Definition.Name?.Value;

    public OperationType Type => Definition.Operation;

    public string KindName => Type switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };

    /// <summary>How large the response is likely to be, so that its buffer needs not grow.</summary>
    public int ExpectedBytes { get; private set; } = 1024;

    /// <summary>Takes note of a response's size: growth counts at once, shrinking slowly. Races don't matter.</summary>
    public void Learn(int bytes)
    {
        if (bytes > ExpectedBytes) ExpectedBytes = Math.Min(bytes + bytes / 8, 1024 * 1024);
        else if (bytes < ExpectedBytes / 4) ExpectedBytes = Math.Max(ExpectedBytes - ExpectedBytes / 8, 1024);
    }

    public int FindVariable(string name) => Array.FindIndex(Variables, v => v.Name == name);

    public bool IsConditional(Occurrence[] occurrences) => !Array.Exists(occurrences, o => o.When.IsTrue);

    public bool IsIncluded(Occurrence[] occurrences, IVariableValueCollection variables)
    {
        if (!IsConditional(occurrences)) return true;
        var values = new bool[Variables.Length];
        foreach (var slot in ConditionVariables) values[slot] = variables.GetBoolean(Variables[slot].Name);
        return Array.Exists(occurrences, o => o.When.Holds(values));
    }
}
