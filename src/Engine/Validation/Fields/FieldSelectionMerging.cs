using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fields;

/// <summary>Fields that would stand under one name in the response are the same field with the same arguments, or at least look alike. Spec 5.3.2.</summary>
internal sealed class FieldSelectionMerging : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Field;

    public override void LeaveDocument(ValidationContext context)
    {
        // What is refused as too large is not worth the work, and the limits are what bounds it.
        if (!context.HasErrors(RuleGroup.Limit)) new FieldMerger(context, this).Run();
    }

    public void ReportConflict(ValidationContext context, in FieldMerger.Entry a, in FieldMerger.Entry b) => context.Report(
        this,
        ValidationContext.Error("Encountered fields for the same object that cannot be merged.", a.Node, b.Node)
            .With("declaringTypeA", a.Parent?.Name)
            .With("declaringTypeB", b.Parent?.Name)
            .With("fieldA", a.Node.Name.Value)
            .With("fieldB", b.Node.Name.Value)
            .With("typeA", a.Definition?.Type.ToString())
            .With("typeB", b.Definition?.Type.ToString())
            .With("responseNameA", a.Node.ResponseName)
            .With("responseNameB", b.Node.ResponseName)
            .SpecifiedBy("sec-Field-Selection-Merging"));

    public void ReportTooMuch(ValidationContext context) => context.Report(
        this,
        ValidationContext.Error($"The document needs more field comparisons than MaxFieldMergeComparisons allows: {context.Options.MaxFieldMergeComparisons}.")
            .With("limit", nameof(ValidationOptions.MaxFieldMergeComparisons))
            .With("allowed", context.Options.MaxFieldMergeComparisons));
}
