using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Introspection;

/// <summary>Introspection may be refused (HC0046); <c>__typename</c> is always allowed. Spec 4.</summary>
internal sealed class IntrospectionAllowed : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Introspection;

    public override void EnterField(ValidationContext context, FieldNode field)
    {
        if (context.Options.AllowIntrospection || field.Name.Value is not ("__schema" or "__type")) return;
        context.Report(
            this,
            ValidationContext.Error(context.Options.IntrospectionDeniedMessage ?? "Introspection is not allowed for the current request.", field)
                .With("field", field.Name.Value)
                .SetCode(ErrorCodes.IntrospectionNotAllowed));
    }
}
