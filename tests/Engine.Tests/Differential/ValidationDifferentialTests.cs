using System.Globalization;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Tests.Differential;

/// <summary>
/// The same documents for the engine and for graphql-js: both must parse or refuse at the same place, and find the same errors at the same places.
/// <c>DIFFERENTIAL_DOCUMENTS</c> and <c>DIFFERENTIAL_SEED</c> change how many and which.
/// </summary>
public sealed class ValidationDifferentialTests
{
    private const int MaxShown = 5;
    private const string Merging = "sec-Field-Selection-Merging"; // compared by whether there is a conflict, see forms.mjs
    private static readonly string SchemaFile = System.IO.Path.Combine(AppContext.BaseDirectory, "Differential", "schema.graphql");

    [ReferenceFact]
    public async Task Documents_get_the_verdict_of_the_reference()
    {
        ReferenceImplementation.Install();
        var count = Number("DIFFERENTIAL_DOCUMENTS", 20_000);
        var schema = SdlSchemaBuilder.Build(await File.ReadAllTextAsync(SchemaFile));
        var generator = new DocumentGenerator(schema, Number("DIFFERENTIAL_SEED", 1));
        var typeSystem = new TypeSystemGenerator(await File.ReadAllTextAsync(SchemaFile), Number("DIFFERENTIAL_SEED", 1));
        var documents = Enumerable.Range(0, count).Select(i => i % 20 == 0 ? typeSystem.Next() : generator.Next()).ToList();
        var answering = ReferenceImplementation.AskAsync(SchemaFile, documents);
        var verdicts = documents.ConvertAll(document => Ask(schema, document));
        var answers = await answering;
        Assert.Equal(count, answers.Count);

        var differences = new StringBuilder();
        var (different, refused, invalid) = (0, 0, 0);
        for (var i = 0; i < count; i++)
        {
            var expected = Normalize(answers[i]);
            var actual = verdicts[i];
            if (actual.StartsWith("syntax", StringComparison.Ordinal)) refused++;
            else if (actual.Length > 0) invalid++;
            if (expected == actual || ++different > MaxShown) continue;
            differences.Append(CultureInfo.InvariantCulture, $"\n--- document {i}\n{documents[i]}\n--- reference\n{expected}\n--- engine\n{actual}\n");
        }

        Assert.True(different == 0, $"{different} of {count} documents get another verdict.{differences}");
        // The generator is worth something only while it makes all three kinds.
        Assert.InRange(refused, count / 20, count / 3);
        Assert.InRange(invalid, count / 5, count * 4 / 5);
        Assert.InRange(count - refused - invalid, count / 10, count * 3 / 5);
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string Normalize(JsonElement answer)
    {
        if (answer.TryGetProperty("syntax", out var place)) return $"syntax {place[0]}:{place[1]}";
        return Lines(answer.GetProperty("errors").EnumerateArray()
            .Select(error => $"{error[0]} {string.Join(' ', error[1].EnumerateArray().Select(at => $"{at[0]}:{at[1]}"))}"));
    }

    private static string Ask(Schema schema, string document)
    {
        DocumentNode parsed;
        try
        {
            parsed = Utf8GraphQLParser.Parse(document);
        }
        catch (SyntaxException error)
        {
            return $"syntax {error.Line}:{error.Column}";
        }

        var errors = DocumentValidator.Validate(schema, parsed, ValidationOptions.SpecificationOnly).Errors;
        var lines = errors.Select(error => (Rule: Rule(error), Places: string.Join(' ', (error.Locations ?? []).Select(at => $"{at.Line}:{at.Column}"))))
            .ToList();
        if (lines.Exists(line => line.Rule == "sec-Executable-Definitions")) lines.RemoveAll(line => line.Rule != "sec-Executable-Definitions");
        var places = lines.Where(line => line.Rule != Merging).Select(line => $"{line.Rule} {line.Places}");
        return Lines(lines.Exists(line => line.Rule == Merging) ? places.Append($"{Merging} ") : places);
    }

    private static string Rule(IError error) => ((string)error.Extensions!["specifiedBy"]!).Split('#')[^1];

    private static string Lines(IEnumerable<string> errors) => string.Join('\n', errors.Order(StringComparer.Ordinal));
}
