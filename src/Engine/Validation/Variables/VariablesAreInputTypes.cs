using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Variables;

/// <summary>Variables are of scalars, enums, input objects and lists of them. Spec 5.8.2. Unknown types are <see cref="VariableUsagesAreAllowed"/>'s.</summary>
internal sealed class VariablesAreInputTypes : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Variable;

    public override void EnterVariable(ValidationContext context, VariableDefinitionNode variable, GraphQLType? type)
    {
        if (type is null or { IsInputType: true }) return;
        context.Report(
            this,
            ValidationContext.Error($"The type of variable `{variable.Variable.Name.Value}` is not an input type.", variable.Type)
                .With("variable", variable.Variable.Name.Value)
                .With("variableType", variable.Type.ToString(indented: false))
                .SpecifiedBy("sec-Variables-Are-Input-Types"));
    }
}
