using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Variables;

/// <summary>The variables of an operation have different names. Spec 5.8.1.</summary>
internal sealed class VariableUniqueness : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Variable;

    public override void EnterOperation(ValidationContext context, OperationDefinitionNode operation)
    {
        if (operation.VariableDefinitions.Count < 2) return;
        foreach (var group in Duplicates.Of(operation.VariableDefinitions, definition => definition.Variable.Name))
        {
            context.Report(
                this,
                ValidationContext.Error($"The variable `{group[0].Value}` is declared more than once.", [.. group])
                    .With("variable", group[0].Value)
                    .SpecifiedBy("sec-Variable-Uniqueness"));
        }
    }
}
