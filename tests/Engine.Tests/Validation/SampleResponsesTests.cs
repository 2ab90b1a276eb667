using System.Text.Json;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.Validation;

namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>Every validation error of the sample that was recorded from HotChocolate, when it lies beside the repository: the same bytes.</summary>
public sealed class SampleResponsesTests
{
    private static readonly string Folder = FindFolder();

    private static string FindFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(System.IO.Path.Combine(root.FullName, "GraphQLPlugins.sln"))) root = root.Parent;
        return System.IO.Path.Combine(root!.FullName, "..", "shared", "hotchocolate-sample");
    }

    private sealed class SampleFactAttribute : FactAttribute
    {
        public SampleFactAttribute()
        {
            if (!Directory.Exists(Folder)) Skip = "The recorded sample is not beside the repository.";
        }
    }

    [SampleFact]
    public void Recorded_errors_are_given_byte_by_byte()
    {
        var schema = SdlSchemaBuilder.Build(File.ReadAllText(System.IO.Path.Combine(Folder, "schema.graphql")));
        var development = new ValidationOptions();
        var production = new ValidationOptions { AllowIntrospection = false, MaxFieldCycleDepth = 3 };
        var checkedCount = 0;
        foreach (var (document, body, isProduction) in Recorded())
        {
            var errors = DocumentValidator.Validate(schema, Utf8GraphQLParser.Parse(document), isProduction ? production : development).Errors;
            Assert.Equal(body, $"{{\"errors\":{Validating.Json(errors)}}}");
            checkedCount++;
        }

        Assert.InRange(checkedCount, 20, int.MaxValue);
    }

    private static IEnumerable<(string Document, string Body, bool IsProduction)> Recorded()
    {
        string? document = null;
        var isProduction = false;
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Folder, "responses.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) isProduction = line.Contains("Production", StringComparison.Ordinal);
            if (line.StartsWith("curl ", StringComparison.Ordinal))
            {
                document = Query(line);
            }
            else if (document is not null && line.StartsWith("{\"errors\":", StringComparison.Ordinal)
                && (line.Contains("specifiedBy", StringComparison.Ordinal) || line.Contains("HC0046", StringComparison.Ordinal) || line.Contains("HC0087", StringComparison.Ordinal)))
            {
                yield return (document, line, isProduction);
            }
        }
    }

    private static string? Query(string curl)
    {
        var start = curl.IndexOf("-d '{\"query\"", StringComparison.Ordinal);
        if (start < 0) return null;
        try
        {
            var query = JsonSerializer.Deserialize<JsonElement>(curl[(start + 4)..curl.LastIndexOf('\'')]).GetProperty("query");
            return query.ValueKind == JsonValueKind.String ? query.GetString() : null;
        }
        catch (JsonException)
        {
            return null; // a request that is broken on purpose
        }
    }
}
