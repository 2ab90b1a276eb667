using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Variables;

/// <summary>Every declared variable is used by the operation or a fragment that it reaches. Spec 5.8.4.</summary>
internal sealed class AllVariablesUsed : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Variable;

    public override void LeaveDocument(ValidationContext context)
    {
        foreach (var definition in context.Definitions)
        {
            if (definition.Node is not OperationDefinitionNode { VariableDefinitions.Count: > 0 } operation || context.IsFull(Group)) continue;
            var unused = operation.VariableDefinitions.Select(variable => variable.Variable.Name.Value).ToHashSet(StringComparer.Ordinal);
            foreach (var reached in context.ReachedFrom(definition))
            {
                foreach (var usage in reached.Variables) unused.Remove(usage.Node.Name.Value);
            }

            if (unused.Count == 0) continue;
            context.Report(
                this,
                ValidationContext.Error($"The following variables were not used: {string.Join(", ", unused)}.", operation)
                    .SpecifiedBy("sec-All-Variables-Used"));
        }
    }
}
