using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Directives;

/// <summary>A directive that is not repeatable stands once at a place. Spec 5.7.3.</summary>
internal sealed class DirectivesAreUniquePerLocation : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Directive;

    public override void EnterDirectives(ValidationContext context, IReadOnlyList<DirectiveNode> directives, DirectiveLocation location)
    {
        if (directives.Count < 2) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var directive in directives)
        {
            if (seen.Add(directive.Name.Value) || context.Schema.FindDirective(directive.Name.Value) is not { IsRepeatable: false }) continue;
            context.Report(
                this,
                ValidationContext.Error("Only one of each directive is allowed per location.", directive)
                    .SpecifiedBy("sec-Directives-Are-Unique-Per-Location"));
        }
    }
}
