using System.Text.Json;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Tests.Definitions;

public sealed class OptionSchemaTests
{
    [Fact]
    public void A_template_with_a_json_schema_gives_one_option_a_property()
    {
        var schema = Read("""
            { "options": { "schema": { "type": "object", "required": ["token"], "properties": {
                "project_id": { "type": "string", "title": "Project ID", "minLength": 4 },
                "token": { "type": "string", "format": "password", "default": "never" },
                "retries": { "type": "integer", "minimum": 0, "maximum": 9, "default": 3 },
                "mode": { "enum": ["fast", "safe"] },
                "hosts": { "type": "array", "items": { "type": "string" } },
                "extra": { "type": "object" } } } } }
            """);

        Assert.Equal(
            [("project_id", OptionType.String, false), ("token", OptionType.Secret, true), ("retries", OptionType.Long, false),
             ("mode", OptionType.Select, false), ("hosts", OptionType.Array, false), ("extra", OptionType.Json, false)],
            schema.Definitions.Select(d => (d.Key, d.Type, d.Required)));
        Assert.Equal("Project ID", schema.Find("project_id")!.Label);
        Assert.Equal(4, schema.Find("project_id")!.MinLength);
        Assert.Null(schema.Find("token")!.Default);
        Assert.Equal(3, schema.Find("retries")!.Default!.Value.GetInt32());
        Assert.Equal(["fast", "safe"], schema.Find("mode")!.Choices.Select(c => c.Value));
    }

    [Fact]
    public void A_settings_form_keeps_choices_and_hides_generated_values()
    {
        var schema = Read("""
            { "header": "", "settings": [
                { "key": "DisplayMode", "display_name": "Display as", "type": "radio", "default": "embedded",
                  "options": [ { "display_name": "Embedded", "value": "embedded" }, { "display_name": "Link", "value": "link" } ] },
                { "key": "Secret", "display_name": "Webhook Secret:", "type": "generated", "default": null },
                { "key": "Threshold", "display_name": "Threshold", "type": "number", "default": 10 } ],
              "sections": [ { "key": "ui", "title": "Look", "settings": [ { "key": "Dark", "type": "bool", "default": false } ] } ] }
            """);

        Assert.Equal([OptionType.Select, OptionType.Generated, OptionType.Number, OptionType.Boolean], schema.Definitions.Select(d => d.Type));
        Assert.Equal("Webhook Secret", schema.Find("Secret")!.Label);
        Assert.Null(schema.Find("Secret")!.Default);
        Assert.Equal(["Embedded", "Link"], schema.Find("DisplayMode")!.Choices.Select(c => c.Label));
        Assert.Equal("Look", schema.Find("Dark")!.Section);
    }

    [Theory]
    [InlineData("""{ "options": { "settings": { "header": "", "settings": [ { "key": "Host", "type": "text" } ] } } }""")]
    [InlineData("""{ "options": { "settings": [ { "key": "Host", "type": "text" } ] } }""")]
    [InlineData("""{ "options": [ { "name": "Host" } ] }""")]
    [InlineData("""{ "properties": { "Host": { "type": "string" } } }""")]
    public void The_part_options_of_a_template_may_hold_any_of_the_forms(string declaration) =>
        Assert.Equal(("Host", OptionType.String), Assert.Single(Read(declaration).Definitions.Select(d => (d.Key, d.Type))));

    [Fact]
    [Trait("Line", "G53")]
    public void Parameter_entries_are_inherited_only_when_they_say_so_and_lists_never()
    {
        var schema = Read("""
            [ { "name": "limit", "displayName": "Limit", "type": "INT", "defaultValue": 5, "inheritable": true },
              { "name": "plain", "displayName": "Plain", "type": "STRING" },
              { "name": "paths", "displayName": "Paths", "type": "ARRAY", "inheritable": true },
              { "name": "level", "displayName": "Level", "type": "LIST", "permittedValues": ["low", "high"] } ]
            """);

        Assert.Equal([true, false, false, false], schema.Definitions.Select(d => d.Inheritable));
        Assert.Equal([OptionType.Int, OptionType.String, OptionType.Array, OptionType.Select], schema.Definitions.Select(d => d.Type));
    }

    [Fact]
    [Trait("Line", "P21")]
    public void A_field_is_required_by_default_and_named_after_its_key()
    {
        var schema = Read("""[ { "name": "api_token" }, { "name": "room", "required": false, "choices": [["a", "Room A"], ["b", "Room B"]], "type": "select" } ]""");

        Assert.True(schema.Find("api_token")!.Required);
        Assert.Equal("Api Token", schema.Find("api_token")!.Label);
        Assert.False(schema.Find("room")!.Required);
        Assert.Equal(new OptionChoice("b", "Room B"), schema.Find("room")!.Choices[1]);
    }

    [Theory]
    [InlineData("text", OptionType.Secret)]
    [InlineData("textarea", OptionType.Secret)]
    [InlineData("url", OptionType.Secret)]
    [InlineData("anything", OptionType.Secret)]
    [InlineData("number", OptionType.Number)]
    public void A_field_of_text_that_is_called_secret_is_one(string type, OptionType expected)
    {
        var definition = Read($$"""{ "options": [ { "name": "token", "type": "{{type}}", "secret": true, "default": "1" } ] }""").Definitions.Single();
        Assert.Equal((expected, expected == OptionType.Secret), (definition.Type, definition.Default is null));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("""{ "settings": 5 }""")]
    [InlineData("[1, {}, { \"name\": 5 }]")]
    public void A_declaration_that_says_nothing_gives_no_options(string declaration) => Assert.Empty(Read(declaration).Definitions);

    [Fact]
    public void Of_two_options_with_one_key_the_first_counts() =>
        Assert.Equal("One", Assert.Single(Read("""[ { "name": "a", "label": "One" }, { "name": "a", "label": "Two" } ]""").Definitions).Label);

    private static OptionSchema Read(string json) => OptionSchema.Read(JsonDocument.Parse(json).RootElement);
}
