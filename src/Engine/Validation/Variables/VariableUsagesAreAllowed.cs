using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Variables;

/// <summary>
/// A variable fits the places where it is used. Spec 5.8.5 and 5.6.4 (a oneOf field takes no variable that may be null). A variable of an unknown type fits nowhere;
/// where nothing else tells so, the type itself is reported.
/// </summary>
internal sealed class VariableUsagesAreAllowed : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Variable;

    public override void LeaveDocument(ValidationContext context)
    {
        foreach (var definition in context.Definitions)
        {
            if (definition.Node is not OperationDefinitionNode { VariableDefinitions.Count: > 0 } operation || context.IsFull(Group)) continue;
            Check(context, definition, operation);
        }
    }

    private sealed class Declared(VariableDefinitionNode node, GraphQLType? type)
    {
        public VariableDefinitionNode Node => node;
        public GraphQLType? Type => type;
        public bool IsUsed { get; set; }
        public bool IsReported { get; set; }
    }

    private void Check(ValidationContext context, DefinitionInfo definition, OperationDefinitionNode operation)
    {
        var variables = new Dictionary<string, Declared>(StringComparer.Ordinal);
        foreach (var node in operation.VariableDefinitions) variables[node.Variable.Name.Value] = new Declared(node, context.FindType(node.Type));
        foreach (var reached in context.ReachedFrom(definition))
        {
            foreach (var usage in reached.Variables)
            {
                if (!variables.TryGetValue(usage.Node.Name.Value, out var variable)) continue;
                variable.IsUsed = true;
                if (usage.Type is not { } place) continue;
                if (!IsAllowed(variable, place, usage.HasDefault))
                {
                    variable.IsReported = true;
                    ReportUsage(context, variable.Node, usage, place);
                }

                if (usage.OneOf is { } oneOf && variable.Type is { IsNonNull: false }) ReportOneOf(context, variable.Node, usage, oneOf);
            }
        }

        foreach (var variable in variables.Values)
        {
            if (variable is { Type: null, IsUsed: true, IsReported: false }) ReportUnknownType(context, variable.Node);
        }
    }

    private static bool IsAllowed(Declared variable, GraphQLType place, bool placeHasDefault)
    {
        if (variable.Type is not { } type) return false;
        if (!place.IsNonNull || type.IsNonNull) return IsSubType(type, place);
        var hasDefault = placeHasDefault || variable.Node.DefaultValue is not (null or NullValueNode);
        return hasDefault && IsSubType(type, place.Nullable);
    }

    /// <summary>Spec 5.8.5, AreTypesCompatible.</summary>
    private static bool IsSubType(GraphQLType type, GraphQLType place)
    {
        while (true)
        {
            if (place is NonNullType)
            {
                if (type is not NonNullType) return false;
                place = place.Nullable;
            }

            type = type.Nullable;
            if (place is not ListType placeList) return type is not ListType && ReferenceEquals(type, place);
            if (type is not ListType list) return false;
            type = list.Element;
            place = placeList.Element;
        }
    }

    private void ReportUsage(ValidationContext context, VariableDefinitionNode variable, VariableUsage usage, GraphQLType place) => context.Report(
        this,
        ValidationContext.Error($"The variable `{variable.Variable.Name.Value}` is not compatible with the type of the current location.", usage.Node)
            .At(usage.Path)
            .With("variable", variable.Variable.Name.Value)
            .With("variableType", variable.Type.ToString(indented: false))
            .With("locationType", place.ToString())
            .SpecifiedBy("sec-All-Variable-Usages-are-Allowed"));

    private void ReportOneOf(ValidationContext context, VariableDefinitionNode variable, VariableUsage usage, InputObjectType oneOf) => context.Report(
        this,
        ValidationContext.Error($"The variable `{variable.Variable.Name.Value}` must be non-null to be used in the oneOf input object `{oneOf.Name}`.", usage.Node)
            .At(usage.Path)
            .With("type", oneOf.Name)
            .With("variable", variable.Variable.Name.Value)
            .With("specifiedBy", Values.OneOf.Specification));

    private void ReportUnknownType(ValidationContext context, VariableDefinitionNode variable) => context.Report(
        this,
        ValidationContext.Error($"The type of variable `{variable.Variable.Name.Value}` does not exist.", variable.Type.NamedType())
            .With("variable", variable.Variable.Name.Value)
            .With("variableType", variable.Type.ToString(indented: false))
            .SpecifiedBy("sec-Variables-Are-Input-Types"));
}
