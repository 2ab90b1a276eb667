using System.Text;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Response;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>What the tests of this folder share: the schema, and errors as text.</summary>
internal static class Validating
{
    /// <summary>The schema that the differential run uses too.</summary>
    public static Schema Schema { get; } =
        SdlSchemaBuilder.Build(File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Differential", "schema.graphql")));

    public static IReadOnlyList<IError> Errors(string document, ValidationOptions? options = null, Schema? schema = null) =>
        DocumentValidator.Validate(schema ?? Schema, Utf8GraphQLParser.Parse(document, ParserOptions.Trusted), options ?? ValidationOptions.SpecificationOnly).Errors;

    /// <summary>Each error as <c>1:3 message</c>.</summary>
    public static string Text(string document, ValidationOptions? options = null) => string.Join('\n', Errors(document, options)
        .Select(error => $"{string.Join(' ', (error.Locations ?? []).Select(at => $"{at.Line}:{at.Column}"))} {error.Message}".TrimStart()));

    /// <summary>The errors as a response carries them.</summary>
    public static string Json(IReadOnlyList<IError> errors)
    {
        using var writer = new ResultWriter();
        writer.WriteErrors(errors);
        return Encoding.UTF8.GetString(writer.Written);
    }
}
