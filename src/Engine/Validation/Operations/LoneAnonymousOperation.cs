using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Operations;

/// <summary>An operation without a name stands alone. Spec 5.2.3.1.</summary>
internal sealed class LoneAnonymousOperation : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Operation;

    public override void LeaveDocument(ValidationContext context)
    {
        var count = 0;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is OperationDefinitionNode) count++;
        }

        if (count < 2) return;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is not OperationDefinitionNode { Name: null } operation) continue;
            context.Report(
                this,
                ValidationContext.Error("An operation without a name must be the only operation of the document.", operation)
                    .With("operations", count)
                    .SpecifiedBy("sec-Lone-Anonymous-Operation"));
        }
    }
}
