using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Bounds;

/// <summary>An operation stays small when its fragments are expanded: <see cref="ValidationOptions.MaxExpandedSelections"/> and the limits of root fields.</summary>
internal sealed class ExpandedSelections : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Limit;

    public override void LeaveDocument(ValidationContext context)
    {
        var options = context.Options;
        if (options is { MaxExpandedSelections: int.MaxValue, MaxRootFields: int.MaxValue, MaxMutations: int.MaxValue }) return;
        foreach (var definition in context.Definitions)
        {
            if (definition.Node is not OperationDefinitionNode operation) continue;
            var measure = context.Measures.Of(operation.SelectionSet);
            Check(context, operation, measure.Fields, nameof(options.MaxExpandedSelections), options.MaxExpandedSelections, "fields with its fragments expanded");
            if (operation.Operation == OperationType.Mutation) Check(context, operation, measure.RootFields, nameof(options.MaxMutations), options.MaxMutations, "root fields");
            else Check(context, operation, measure.RootFields, nameof(options.MaxRootFields), options.MaxRootFields, "root fields");
        }
    }

    private void Check(ValidationContext context, ISyntaxNode operation, long count, string limit, int allowed, string what)
    {
        if (count <= allowed) return;
        context.Report(
            this,
            ValidationContext.Error($"The operation has more {what} than {limit} allows: {allowed}.", operation)
                .With("limit", limit)
                .With("allowed", allowed));
    }
}
