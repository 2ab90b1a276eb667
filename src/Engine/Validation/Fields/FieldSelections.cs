using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fields;

/// <summary>A selected field exists on the type it is selected on. Spec 5.3.1.</summary>
internal sealed class FieldSelections : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Field;

    public override void EnterField(ValidationContext context, FieldNode field)
    {
        if (context.Field is not null || context.ParentType is not { } type) return;
        context.Report(
            this,
            ValidationContext.Error($"The field `{field.Name.Value}` does not exist on the type `{type.Name}`.", field)
                .At(context.Path.Current)
                .With("type", type.Name)
                .With("field", field.Name.Value)
                .With("responseName", field.ResponseName)
                .SpecifiedBy("sec-Field-Selections-on-Objects-Interfaces-and-Unions-Types"));
    }
}
