using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Values;

/// <summary>Literals are of the types of their places. Spec 5.6.1, with 5.6.2 (input object field names) and 5.6.4 (required fields).</summary>
internal sealed class ValuesOfCorrectType : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Value;

    public override void EnterValue(ValidationContext context, IValueNode value, GraphQLType type, ValuePlace place)
    {
        if (!context.IsFull(Group)) Check(context, value, type, place, null);
    }

    private void Check(ValidationContext context, IValueNode value, GraphQLType type, ValuePlace place, InputField? field)
    {
        if (value is VariableNode) return;
        if (value is NullValueNode)
        {
            if (type.IsNonNull) Report(context, value, place, field, type);
            return;
        }

        type = type.Nullable;
        if (type is ListType list)
        {
            if (value is not ListValueNode items)
            {
                Check(context, value, list.Element, place, field);
                return;
            }

            for (var i = 0; i < items.Items.Count && !context.IsFull(Group); i++) Check(context, items.Items[i], list.Element, place, field);
        }
        else if (type is InputObjectType input)
        {
            if (value is ObjectValueNode fields) CheckFields(context, fields, input, place);
            else Report(context, value, place, field, type);
        }
        else if (!IsLeaf(value, type))
        {
            Report(context, value, place, field, type);
        }
    }

    private static bool IsLeaf(IValueNode value, GraphQLType type) => type switch
    {
        EnumType names => value is EnumValueNode name && names.FindValue(name.Value) is not null,
        // What variables hold is not known yet; null is what a scalar most likely lets pass.
        ScalarType scalar => scalar.IsValidLiteral(WithoutVariables(value)),
        _ => true
    };

    private static IValueNode WithoutVariables(IValueNode value) => value switch
    {
        VariableNode => NullValueNode.Default,
        ListValueNode list => new ListValueNode([.. list.Items.Select(WithoutVariables)]),
        ObjectValueNode fields => new ObjectValueNode([.. fields.Fields.Select(field => new ObjectFieldNode(field.Name.Value, WithoutVariables(field.Value)))]),
        _ => value
    };

    private void CheckFields(ValidationContext context, ObjectValueNode value, InputObjectType type, ValuePlace place)
    {
        // Of two values for one field the last counts, as in the reference implementation; that there are two is another rule's error.
        var given = new IValueNode?[type.Fields.Count];
        var knownCount = 0;
        IValueNode? known = null;
        foreach (var node in value.Fields)
        {
            if (type.FindField(node.Name.Value) is { } field)
            {
                given[field.Position] = known = node.Value;
                knownCount++;
            }
            else
            {
                ReportUnknown(context, node);
            }
        }

        for (var i = 0; i < given.Length && !context.IsFull(Group); i++)
        {
            var field = type.Fields[i];
            if (given[i] is { } fieldValue) Check(context, fieldValue, field.Type, place, field);
            else if (field.IsRequired) ReportRequired(context, value, field);
        }

        if (type.IsOneOf) OneOf.Check(this, context, value, type, knownCount, known);
    }

    private void Report(ValidationContext context, IValueNode value, ValuePlace place, InputField? field, GraphQLType type)
    {
        if (field is not null)
        {
            context.Report(
                this,
                ValidationContext.Error($"The specified value type of field `{field.Name}` does not match the field type.", value)
                    .At(context.Path.Current)
                    .With("fieldName", field.Name)
                    .With("fieldType", field.Type.ToString())
                    .With("locationType", type.ToString())
                    .SpecifiedBy("sec-Values-of-Correct-Type"));
        }
        else if (place.Argument is { } argument)
        {
            context.Report(
                this,
                ValidationContext.Error("The specified argument value does not match the argument type.", value)
                    .At(context.Path.Current)
                    .With("argument", argument.Name)
                    .With("argumentValue", Short(value))
                    .With("locationType", argument.Type.ToString())
                    .SpecifiedBy("sec-Values-of-Correct-Type"));
        }
        else if (place.Variable is { } variable)
        {
            context.Report(
                this,
                ValidationContext.Error($"The default value of variable `{variable.Variable.Name.Value}` does not match its type.", value)
                    .With("variable", variable.Variable.Name.Value)
                    .With("variableType", variable.Type.ToString(indented: false))
                    .With("locationType", type.ToString())
                    .SpecifiedBy("sec-Values-of-Correct-Type"));
        }
    }

    private static string Short(IValueNode value)
    {
        const int max = 256;
        var text = SyntaxPrinter.Print(value, indented: false);
        return text.Length <= max ? text : string.Concat(text.AsSpan(0, max), "…");
    }

    private void ReportRequired(ValidationContext context, ObjectValueNode value, InputField field) => context.Report(
        this,
        ValidationContext.Error($"`{field.Name}` is a required field and cannot be null.", value)
            .At(context.Path.Current)
            .With("field", field.Name)
            .SpecifiedBy("sec-Input-Object-Required-Fields"));

    private void ReportUnknown(ValidationContext context, ObjectFieldNode field)
    {
        if (context.IsFull(Group)) return;
        context.Report(
            this,
            ValidationContext.Error($"The specified input object field `{field.Name.Value}` does not exist.", field)
                .At(context.Path.Current)
                .With("field", field.Name.Value)
                .SpecifiedBy("sec-Input-Object-Field-Names"));
    }
}
