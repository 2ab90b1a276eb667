using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Directives;

/// <summary>The labels of <c>@defer</c> and <c>@stream</c> are literals and differ. Incremental delivery.</summary>
internal sealed class DeferStreamLabels : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Directive;

    public override void EnterDirective(ValidationContext context, DirectiveNode directive, DirectiveType? definition, DirectiveLocation location)
    {
        if (definition is null || directive.Name.Value is not ("defer" or "stream")) return;
        var label = directive.Arguments.FirstOrDefault(argument => argument.Name.Value == "label")?.Value;
        if (label is null or NullValueNode) return;
        if (label is not StringValueNode text)
        {
            context.Report(this, Error($"The label of `@{directive.Name.Value}` must be a string, not a variable.", directive));
        }
        else if (!context.Labels.TryAdd(text.Value, directive))
        {
            context.Report(this, Error($"The label `{text.Value}` is used more than once.", context.Labels[text.Value], directive));
        }
    }

    private static IErrorBuilder Error(string message, params ReadOnlySpan<ISyntaxNode> nodes) =>
        ValidationContext.Error(message, nodes).SpecifiedBy("sec-Defer-And-Stream-Directive-Labels-Are-Unique");
}
