using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Arguments;

/// <summary>The arguments given are those that the field or directive has. Spec 5.4.1.</summary>
internal sealed class ArgumentNames : ValidationRule
{
    public override RuleGroup Group => RuleGroup.Argument;

    public override void EnterArguments(ValidationContext context, ArgumentList arguments)
    {
        if (arguments.Field is null && arguments.Directive is null) return;
        foreach (var argument in arguments.Nodes)
        {
            if (IsKnown(arguments.Definitions, argument.Name.Value)) continue;
            context.Report(
                this,
                ValidationContext.Error($"The argument `{argument.Name.Value}` does not exist.", argument)
                    .For(arguments)
                    .With("argument", argument.Name.Value)
                    .SpecifiedBy("sec-Required-Arguments"));
        }
    }

    private static bool IsKnown(IReadOnlyList<InputField> definitions, string name)
    {
        for (var i = 0; i < definitions.Count; i++)
        {
            if (definitions[i].Name == name) return true;
        }

        return false;
    }
}

/// <summary>What errors about arguments say about their owner.</summary>
internal static class ArgumentErrorExtensions
{
    public static IErrorBuilder For(this IErrorBuilder error, ArgumentList arguments)
    {
        if (arguments.Directive is { } directive) return error.With("directive", directive.Name);
        return arguments.Field is { } field ? error.With("type", field.DeclaringType.Name).With("field", field.Name) : error;
    }
}
