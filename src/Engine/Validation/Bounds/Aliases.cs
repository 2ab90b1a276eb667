using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Bounds;

/// <summary>A document has no more aliases than <see cref="ValidationOptions.MaxAliases"/>.</summary>
internal sealed class Aliases : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Limit;

    public override void LeaveDocument(ValidationContext context)
    {
        var allowed = context.Options.MaxAliases;
        if (context.AliasCount <= allowed) return;
        context.Report(
            this,
            ValidationContext.Error($"The document has more aliases than MaxAliases allows: {allowed}.")
                .With("limit", nameof(ValidationOptions.MaxAliases))
                .With("allowed", allowed));
    }

    public override void EnterField(ValidationContext context, FieldNode field)
    {
        if (field.Alias is not null) context.AliasCount++;
    }
}
