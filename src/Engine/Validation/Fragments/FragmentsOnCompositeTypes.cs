using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fragments;

/// <summary>Fragments apply to objects, interfaces and unions. Spec 5.5.1.3.</summary>
internal sealed class FragmentsOnCompositeTypes : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Fragment;

    public override void EnterFragment(ValidationContext context, FragmentDefinitionNode fragment, NamedType? type)
    {
        if (type is { IsComposite: false }) context.Report(this, Error(fragment.TypeCondition, type, fragment.Name.Value));
    }

    public override void EnterInlineFragment(ValidationContext context, InlineFragmentNode fragment, NamedType? type)
    {
        if (type is { IsComposite: false } && fragment.TypeCondition is { } condition)
        {
            context.Report(this, Error(condition, type, null).At(context.Path.Current));
        }
    }

    private static IErrorBuilder Error(NamedTypeNode condition, NamedType type, string? fragment)
    {
        var error = ValidationContext.Error($"A fragment cannot apply to `{type.Name}`, which has no fields.", condition);
        if (fragment is not null) error.With("fragment", fragment);
        return error.With("typeCondition", type.Name).SpecifiedBy("sec-Fragments-On-Composite-Types");
    }
}
