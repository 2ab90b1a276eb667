using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Documents;

/// <summary>A document to be executed holds operations and fragments only. Spec 5.1.1.</summary>
internal sealed class ExecutableDefinitions : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Document;

    public override void LeaveDocument(ValidationContext context)
    {
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is IExecutableDefinitionNode) continue;
            var name = definition is INamedSyntaxNode named ? $"`{named.Name.Value}`" : "of the schema";
            context.Report(
                this,
                ValidationContext.Error($"The definition {name} cannot be executed.", definition).SpecifiedBy("sec-Executable-Definitions"));
        }
    }
}
