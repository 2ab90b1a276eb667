using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Values;

/// <summary>No field of an input object is given twice. Spec 5.6.3.</summary>
internal sealed class InputObjectFieldUniqueness : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Value;

    public override void EnterObjectValue(ValidationContext context, ObjectValueNode value)
    {
        if (value.Fields.Count < 2 || context.IsFull(Group)) return;
        var seen = new Dictionary<string, NameNode>(StringComparer.Ordinal);
        foreach (var field in value.Fields)
        {
            if (seen.TryAdd(field.Name.Value, field.Name)) continue;
            context.Report(
                this,
                ValidationContext.Error($"The input object field `{field.Name.Value}` is given more than once.", seen[field.Name.Value], field.Name)
                    .At(context.Path.Current)
                    .With("field", field.Name.Value)
                    .SpecifiedBy("sec-Input-Object-Field-Uniqueness"));
        }
    }
}
