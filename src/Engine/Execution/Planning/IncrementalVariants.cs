using System.Collections.Concurrent;
using GraphQLPlugins.Engine.Execution.Coercion;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>The plans of an operation that uses <c>@defer</c> or <c>@stream</c>, one for each format and each set of values of the variables in their <c>if</c>.</summary>
/// <remarks>So a plan knows for certain what is deferred, and operations without these directives pay nothing.</remarks>
internal sealed class IncrementalVariants(int[] variables, bool isAlwaysActive, Func<IncrementalFormat, Func<string, bool>, OperationPlan> compile)
{
    private const int Kept = 16;

    private readonly ConcurrentDictionary<string, OperationPlan> _plans = new(StringComparer.Ordinal);

    /// <summary>The plan for these variables; null when all uses are switched off.</summary>
    public OperationPlan? Find(OperationPlan plain, VariableValues values, IncrementalFormat format)
    {
        var key = string.Create(variables.Length + 1, (variables, values, format), static (text, state) =>
        {
            for (var i = 0; i < state.variables.Length; i++) text[i] = IsOn(state.values, state.variables[i]) ? '1' : '0';
            text[^1] = (char)('0' + (int)state.format);
        });
        if (!isAlwaysActive && !key.AsSpan(0, variables.Length).Contains('1')) return null;
        if (_plans.TryGetValue(key, out var known)) return known;
        var plan = compile(format, name => plain.FindVariable(name) is >= 0 and var slot && IsOn(values, slot));
        if (_plans.Count < Kept) _plans.TryAdd(key, plan);
        return plan;
    }

    // The directives' if is true by default, also when its variable was not given.
    private static bool IsOn(VariableValues values, int slot) => !values.TryGet(slot, out var value) || value is not false;
}
