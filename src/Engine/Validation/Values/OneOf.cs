using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Values;

/// <summary>A oneOf input object has exactly one field, and it is not null. Spec 3.10.1 and 5.6.1; part of <see cref="ValuesOfCorrectType"/>.</summary>
internal static class OneOf
{
    public const string Specification = "https://github.com/graphql/graphql-spec/pull/825";

    public static void Check(
        ValidationRule rule,
        ValidationContext context,
        ObjectValueNode value,
        InputObjectType type,
        int givenCount,
        IValueNode? given)
    {
        if (givenCount == 1 && given is not NullValueNode) return;
        context.Report(
            rule,
            ValidationContext.Error(
                    givenCount == 1
                        ? $"The field of the oneOf input object `{type.Name}` must not be null."
                        : $"The oneOf input object `{type.Name}` must have exactly one field.",
                    value)
                .At(context.Path.Current)
                .With("type", type.Name)
                .With("specifiedBy", Specification));
    }
}
