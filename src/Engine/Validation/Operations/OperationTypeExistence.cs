using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Operations;

/// <summary>The schema has a root type for the kind of operation. Spec 5.2.1.1.</summary>
internal sealed class OperationTypeExistence : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Operation;

    public override void EnterOperation(ValidationContext context, OperationDefinitionNode operation)
    {
        if (context.Schema.GetRootType(operation.Operation) is not null) return;
        context.Report(
            this,
            ValidationContext.Error($"The schema has no {operation.Operation.ToString().ToLowerInvariant()} type.", operation)
                .SpecifiedBy("sec-Operation-Type-Existence"));
    }
}
