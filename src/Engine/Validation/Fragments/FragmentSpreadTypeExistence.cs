using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fragments;

/// <summary>The type that a fragment applies to exists. Spec 5.5.1.2.</summary>
internal sealed class FragmentSpreadTypeExistence : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Fragment;

    public override void EnterFragment(ValidationContext context, FragmentDefinitionNode fragment, NamedType? type)
    {
        if (type is null) context.Report(this, Error(fragment.TypeCondition).With("fragment", fragment.Name.Value).With("typeCondition", fragment.TypeCondition.Name.Value).SpecifiedBy("sec-Fragment-Spread-Type-Existence"));
    }

    public override void EnterInlineFragment(ValidationContext context, InlineFragmentNode fragment, NamedType? type)
    {
        if (type is not null || fragment.TypeCondition is not { } condition) return;
        context.Report(
            this,
            Error(condition).At(context.Path.Current).With("typeCondition", condition.Name.Value).SpecifiedBy("sec-Fragment-Spread-Type-Existence"));
    }

    private static IErrorBuilder Error(NamedTypeNode condition) =>
        ValidationContext.Error($"The type `{condition.Name.Value}` that the fragment applies to does not exist.", condition);
}
