using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fields;

/// <summary>Operations and fragments select something. The grammar of spec 2.4, checked here because the parser lets empty braces pass.</summary>
internal sealed class EmptySelections : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Field;

    public override void EnterOperation(ValidationContext context, OperationDefinitionNode operation) => Check(context, operation, operation.SelectionSet);

    public override void EnterFragment(ValidationContext context, FragmentDefinitionNode fragment, NamedType? type) =>
        Check(context, fragment, fragment.SelectionSet);

    public override void EnterInlineFragment(ValidationContext context, InlineFragmentNode fragment, NamedType? type) =>
        Check(context, fragment, fragment.SelectionSet);

    private void Check(ValidationContext context, ISyntaxNode owner, SelectionSetNode selections)
    {
        if (selections.Selections.Count > 0) return;
        var what = owner is OperationDefinitionNode ? "operation" : "fragment";
        context.Report(
            this,
            ValidationContext.Error($"The {what} selects nothing; at least one field is needed.", owner).SpecifiedBy("sec-Selection-Sets"));
    }
}
