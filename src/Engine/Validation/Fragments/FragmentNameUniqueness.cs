using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fragments;

/// <summary>Fragments have different names. Spec 5.5.1.1.</summary>
internal sealed class FragmentNameUniqueness : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Fragment;

    public override void LeaveDocument(ValidationContext context)
    {
        Dictionary<string, NameNode>? names = null;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is not FragmentDefinitionNode fragment) continue;
            names ??= new Dictionary<string, NameNode>(StringComparer.Ordinal);
            if (names.TryAdd(fragment.Name.Value, fragment.Name)) continue;
            context.Report(
                this,
                ValidationContext.Error($"The fragment name `{fragment.Name.Value}` is not unique.", names[fragment.Name.Value], fragment.Name)
                    .With("fragment", fragment.Name.Value)
                    .SpecifiedBy("sec-Fragment-Name-Uniqueness"));
        }
    }
}
