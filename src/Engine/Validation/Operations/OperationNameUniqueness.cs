using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Operations;

/// <summary>Operations have different names. Spec 5.2.2.1.</summary>
internal sealed class OperationNameUniqueness : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Operation;

    public override void LeaveDocument(ValidationContext context)
    {
        Dictionary<string, NameNode>? names = null;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is not OperationDefinitionNode { Name: { } name }) continue;
            names ??= new Dictionary<string, NameNode>(StringComparer.Ordinal);
            if (names.TryAdd(name.Value, name)) continue;
            context.Report(
                this,
                ValidationContext.Error($"The operation name `{name.Value}` is not unique.", names[name.Value], name)
                    .With("operation", name.Value)
                    .SpecifiedBy("sec-Operation-Name-Uniqueness"));
        }
    }
}
