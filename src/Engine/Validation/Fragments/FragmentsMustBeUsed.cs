using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fragments;

/// <summary>Every fragment is spread by an operation, directly or through others. Spec 5.5.1.4.</summary>
internal sealed class FragmentsMustBeUsed : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Fragment;

    public override void LeaveDocument(ValidationContext context)
    {
        var spreads = context.Definitions.Where(d => d.Node is OperationDefinitionNode).SelectMany(d => d.Spreads);
        var used = context.Fragments.ReachedFrom(spreads, context.SpreadsOf).Select(fragment => fragment.Name.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is not FragmentDefinitionNode fragment || used.Contains(fragment.Name.Value)) continue;
            context.Report(
                this,
                ValidationContext.Error($"The fragment `{fragment.Name.Value}` is not used.", fragment)
                    .With("fragment", fragment.Name.Value)
                    .SpecifiedBy("sec-Fragments-Must-Be-Used"));
        }
    }
}
