using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Directives;

/// <summary>A directive stands where its definition lets it. Spec 5.7.2.</summary>
internal sealed class DirectivesAreInValidLocations : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Directive;

    public override void EnterDirective(ValidationContext context, DirectiveNode directive, DirectiveType? definition, DirectiveLocation location)
    {
        if (definition is null || (definition.Locations & location) != 0) return;
        context.Report(
            this,
            ValidationContext.Error($"The specified directive `{directive.Name.Value}` is not valid at this location.", directive)
                .At(context.Path.Current)
                .SpecifiedBy("sec-Directives-Are-In-Valid-Locations"));
    }
}
