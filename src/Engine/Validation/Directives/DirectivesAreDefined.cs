using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Directives;

/// <summary>A directive in use exists. Spec 5.7.1.</summary>
internal sealed class DirectivesAreDefined : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Directive;

    public override void EnterDirective(ValidationContext context, DirectiveNode directive, DirectiveType? definition, DirectiveLocation location)
    {
        if (definition is not null) return;
        context.Report(
            this,
            ValidationContext.Error($"The specified directive `{directive.Name.Value}` is not supported by the current schema.", directive)
                .At(context.Path.Current)
                .SpecifiedBy("sec-Directives-Are-Defined"));
    }
}
