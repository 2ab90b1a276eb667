using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Directives;

/// <summary><c>@stream</c> stands at fields that return lists. Incremental delivery.</summary>
internal sealed class StreamOnListFields : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Directive;

    public override void EnterDirective(ValidationContext context, DirectiveNode directive, DirectiveType? definition, DirectiveLocation location)
    {
        if (definition is null || directive.Name.Value != "stream") return;
        if (context.Field is not { Type.IsList: false } field || context.ParentType is not { } parent) return;
        context.Report(
            this,
            ValidationContext.Error($"`@stream` cannot be used on `{parent.Name}.{field.Name}`, which is no list.", directive)
                .At(context.Path.Current)
                .SpecifiedBy("sec-Stream-Directives-Are-Used-On-List-Fields"));
    }
}
