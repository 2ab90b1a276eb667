using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Tests.Templates;

public sealed class JsonSchemaTests
{
    [SharedDataFact]
    public void Every_required_official_draft_7_case_passes()
    {
        var folder = SharedData.Path("json-schema-draft7");
        var remotes = Directory.GetFiles(Path.Combine(folder, "remotes"), "*.json", SearchOption.AllDirectories).ToDictionary(
            file => "http://localhost:1234/" + Path.GetRelativePath(Path.Combine(folder, "remotes"), file).Replace('\\', '/'),
            file => Json(File.ReadAllText(file)));
        var failures = new List<string>();
        var cases = 0;
        foreach (var file in Directory.GetFiles(folder, "*.json"))
            foreach (var group in Json(File.ReadAllText(file)).EnumerateArray())
            {
                var schema = JsonSchema.Compile(group.GetProperty("schema"), remotes);
                foreach (var test in group.GetProperty("tests").EnumerateArray())
                {
                    cases++;
                    var expected = test.GetProperty("valid").GetBoolean();
                    var data = test.GetProperty("data");
                    if (schema.IsValid(data) != expected || schema.Validate(data).Count == 0 != expected)
                        failures.Add($"{Path.GetFileName(file)}: {group.GetProperty("description")}: {test.GetProperty("description")}");
                }
            }
        Assert.Empty(failures);
        Assert.Equal(927, cases);
    }

    [Fact]
    public void All_violations_are_reported_with_their_place_and_keyword()
    {
        var schema = Compile("""
            { "type": "object", "required": ["host"], "additionalProperties": false,
              "properties": { "port": { "type": "integer", "maximum": 65535 }, "tags": { "items": { "enum": ["a", "b"] } } } }
            """);

        var violations = schema.Validate(Json("""{ "port": 70000.5, "tags": ["a", "x/y"], "prot": 1 }"""));

        Assert.Equal(
            [
                new SchemaViolation("/port", "type", "Expected integer, got number."),
                new SchemaViolation("/port", "maximum", "The number is greater than 65535."),
                new SchemaViolation("/tags/1", "enum", "The value is none of the allowed ones."),
                new SchemaViolation("", "additionalProperties", "'prot' is not known here."),
                new SchemaViolation("", "required", "'host' is missing."),
            ],
            violations);
    }

    [Theory]
    [InlineData("""{ "type": "text" }""", "/type")]
    [InlineData("""{ "properties": { "a": { "minLength": -1 } } }""", "/properties/a/minLength")]
    [InlineData("""{ "required": "a" }""", "/required")]
    [InlineData("""[]""", "")]
    [InlineData("""{ "multipleOf": 0 }""", "/multipleOf")]
    public void A_document_that_the_meta_schema_refuses_is_no_schema(string document, string path)
    {
        var refusal = Assert.Throws<JsonSchemaException>(() => Compile(document));

        Assert.Equal(path, refusal.Violations[0].Path);
    }

    [Theory]
    [InlineData("""{ "$ref": "#/definitions/none" }""", "'schema:///root#/definitions/none' names nothing.")]
    [InlineData("""{ "$ref": "https://example.org/other.json" }""", "The reference 'https://example.org/other.json' at 'schema:///root#' leads to no known document; documents are never fetched.")]
    [InlineData("""{ "$ref": "#" }""", "The reference at 'schema:///root#' leads back to itself.")]
    [InlineData("""{ "pattern": "(" }""", "The pattern '(' does not compile: Invalid pattern '(' at offset 1. Not enough )'s.")]
    public void A_schema_that_cannot_be_followed_is_refused(string document, string message)
    {
        Assert.Equal(message, Assert.Throws<JsonSchemaException>(() => Compile(document)).Message);
    }

    [Fact]
    public void A_schema_that_branches_into_itself_for_ever_is_given_up_and_counts_as_invalid()
    {
        var schema = Compile("""{ "anyOf": [ { "$ref": "#/definitions/a" }, { "$ref": "#/definitions/a" } ], "definitions": { "a": { "allOf": [ { "$ref": "#" }, { "$ref": "#" } ] } } }""");

        Assert.False(schema.IsValid(Json("1")));
        Assert.Equal("The check was given up: it went deeper than 256 schemas or took more than 2000000 steps.", schema.Validate(Json("1"))[^1].Message);
    }

    [Fact]
    public void A_pattern_that_would_backtrack_for_ever_answers()
    {
        Assert.False(Compile("""{ "pattern": "^(a+)+$" }""").IsValid(Json($"\"{new string('a', 50_000)}b\"")));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_violation_and_no_crash()
    {
        var violations = Compile("""{ "properties": { "a": { "minLength": 1 } } }""").Validate(Json("""{ "a": "\ud800" }"""));

        Assert.Equal(new SchemaViolation("/a", "type", "The value holds a string that is not valid Unicode."), Assert.Single(violations));
    }

    private static JsonSchema Compile(string document) => JsonSchema.Compile(Json(document));

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
