using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fragments;

/// <summary>A fragment is spread only where an object can be of its type. Spec 5.5.2.3.</summary>
internal sealed class FragmentSpreadIsPossible : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Fragment;

    public override void EnterSpread(ValidationContext context, FragmentSpreadNode spread)
    {
        if (context.ParentType is not { } parent || context.Fragments.Find(spread.Name.Value) is not { } fragment) return;
        if (context.Schema.FindType(fragment.TypeCondition.Name.Value) is { IsComposite: true } type) Check(context, spread, type, parent, fragment.Name.Value);
    }

    public override void EnterInlineFragment(ValidationContext context, InlineFragmentNode fragment, NamedType? type)
    {
        if (context.ParentType is { } parent && type is { IsComposite: true }) Check(context, fragment, type, parent, null);
    }

    private void Check(ValidationContext context, ISyntaxNode spread, NamedType type, NamedType parent, string? fragment)
    {
        if (context.TypeSets.Overlap(type, parent)) return;
        var error = ValidationContext.Error($"A fragment on `{type.Name}` cannot be spread here: no `{parent.Name}` is a `{type.Name}`.", spread)
            .At(context.Path.Current);
        if (fragment is not null) error.With("fragment", fragment);
        context.Report(
            this,
            error.With("typeCondition", type.Name).With("selectionSetType", parent.Name).SpecifiedBy("sec-Fragment-spread-is-possible"));
    }
}
