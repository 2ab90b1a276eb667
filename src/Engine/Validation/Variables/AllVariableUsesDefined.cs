using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Variables;

/// <summary>Every variable in use is declared by the operation. Spec 5.8.3.</summary>
internal sealed class AllVariableUsesDefined : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Variable;

    public override void LeaveDocument(ValidationContext context)
    {
        foreach (var definition in context.Definitions)
        {
            if (definition.Node is not OperationDefinitionNode operation || context.IsFull(Group)) continue;
            HashSet<string>? declared = null;
            List<string>? undeclared = null;
            foreach (var reached in context.ReachedFrom(definition))
            {
                foreach (var usage in reached.Variables)
                {
                    declared ??= operation.VariableDefinitions.Select(variable => variable.Variable.Name.Value).ToHashSet(StringComparer.Ordinal);
                    if (declared.Add(usage.Node.Name.Value)) (undeclared ??= []).Add(usage.Node.Name.Value);
                }
            }

            if (undeclared is null) continue;
            context.Report(
                this,
                ValidationContext.Error($"The following variables were not declared: {string.Join(", ", undeclared)}.", operation)
                    .SpecifiedBy("sec-All-Variable-Uses-Defined"));
        }
    }
}
