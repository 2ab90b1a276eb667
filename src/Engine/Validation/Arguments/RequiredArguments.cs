using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Arguments;

/// <summary>Arguments that are non-null and have no default are given. Spec 5.4.3.</summary>
internal sealed class RequiredArguments : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Argument;

    public override void EnterArguments(ValidationContext context, ArgumentList arguments)
    {
        for (var i = 0; i < arguments.Definitions.Count; i++)
        {
            var definition = arguments.Definitions[i];
            if (!definition.IsRequired || IsGiven(arguments.Nodes, definition.Name)) continue;
            context.Report(
                this,
                ValidationContext.Error($"The argument `{definition.Name}` is required.", arguments.Owner)
                    .For(arguments)
                    .With("argument", definition.Name)
                    .SpecifiedBy("sec-Required-Arguments"));
        }
    }

    private static bool IsGiven(IReadOnlyList<ArgumentNode> nodes, string name)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Name.Value == name) return true;
        }

        return false;
    }
}
