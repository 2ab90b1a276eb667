using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Arguments;

/// <summary>No argument is given twice. Spec 5.4.2.</summary>
internal sealed class ArgumentUniqueness : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Argument;

    public override void EnterArguments(ValidationContext context, ArgumentList arguments)
    {
        if (arguments.Nodes.Count < 2 || context.IsFull(Group)) return;
        foreach (var group in Duplicates.Of(arguments.Nodes, argument => argument.Name))
        {
            context.Report(
                this,
                ValidationContext.Error($"The argument `{group[0].Value}` is given more than once.", [.. group])
                    .For(arguments)
                    .With("argument", group[0].Value)
                    .SpecifiedBy("sec-Argument-Uniqueness"));
        }
    }
}
