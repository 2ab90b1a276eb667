using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fragments;

/// <summary>A fragment that is spread exists. Spec 5.5.2.1.</summary>
internal sealed class FragmentSpreadTargetDefined : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Fragment;

    public override void EnterSpread(ValidationContext context, FragmentSpreadNode spread)
    {
        if (context.Fragments.Find(spread.Name.Value) is not null) return;
        context.Report(
            this,
            ValidationContext.Error($"The specified fragment `{spread.Name.Value}` does not exist.", spread)
                .At(context.Path.Current)
                .With("fragment", spread.Name.Value)
                .SpecifiedBy("sec-Fragment-spread-target-defined"));
    }
}
