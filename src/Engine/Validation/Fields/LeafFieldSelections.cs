using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Fields;

/// <summary>Fields of composite types have sub-selections, leaves have none. Spec 5.3.3.</summary>
internal sealed class LeafFieldSelections : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Field;

    public override void EnterField(ValidationContext context, FieldNode field)
    {
        if (context.Field is not { } definition) return;
        var isComposite = definition.Type.IsComposite;
        if (isComposite && field.SelectionSet is not { Selections.Count: > 0 })
        {
            context.Report(
                this,
                Error(
                    context,
                    field,
                    definition,
                    $"Field \"{field.Name.Value}\" of type \"{definition.Type}\" must have a selection of subfields. Did you mean \"{field.Name.Value} {{ ... }}\"?",
                    "sec-Field-Selections-on-Objects-Interfaces-and-Unions-Types"));
        }
        else if (!isComposite && field.SelectionSet is not null)
        {
            context.Report(
                this,
                Error(
                    context,
                    field,
                    definition,
                    $"Field \"{field.Name.Value}\" must not have a selection since type \"{definition.Type}\" has no subfields.",
                    "sec-Leaf-Field-Selections"));
        }
    }

    private static IErrorBuilder Error(ValidationContext context, FieldNode field, OutputField definition, string message, string section) =>
        ValidationContext.Error(message, field)
            .With("declaringType", context.ParentType!.Name)
            .With("field", field.Name.Value)
            .With("type", definition.Type.ToString())
            .With("responseName", field.ResponseName)
            .SpecifiedBy(section);
}
