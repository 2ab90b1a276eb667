using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Bounds;

/// <summary>An operation nests no deeper than <see cref="ValidationOptions.MaxExecutionDepth"/>.</summary>
internal sealed class ExecutionDepth : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Limit;

    public override void LeaveDocument(ValidationContext context)
    {
        var allowed = context.Options.MaxExecutionDepth;
        if (allowed == int.MaxValue) return;
        foreach (var definition in context.Definitions)
        {
            if (definition.Node is not OperationDefinitionNode operation) continue;
            var depth = context.Measures.Of(operation.SelectionSet).Depth;
            if (depth <= allowed) continue;
            context.Report(
                this,
                ValidationContext.Error($"The operation has an execution depth of {depth}; MaxExecutionDepth allows {allowed}.", operation)
                    .With("allowedExecutionDepth", allowed)
                    .With("detectedExecutionDepth", depth));
        }
    }
}
