using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>Decides whether a document may run against a schema (spec 5): one walk for all rules.</summary>
internal static class DocumentValidator
{
    /// <summary>Applies every rule of <see cref="Rules"/>.</summary>
    public static ValidationResult Validate(Schema schema, DocumentNode document, ValidationOptions options)
    {
        var context = new ValidationContext(schema, document, options);
        new DocumentWalker(context, RuleSet.Default).Walk();
        return ValidationResult.Of(context.TakeErrors());
    }
}
