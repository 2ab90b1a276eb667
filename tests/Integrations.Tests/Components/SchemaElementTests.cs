using System.Text.Json;
using GraphQLPlugins.Integrations.Components;

namespace GraphQLPlugins.Integrations.Tests.Components;

/// <summary>Schema elements of every wrong shape, and of the right ones.</summary>
public sealed class SchemaElementTests
{
    private const string Text = """{ "type": "text", "name": "a", "label": "A" }""";

    [Theory]
    [Trait("Line", "A30")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("{}")]
    public void An_empty_schema_is_none(string json) => Assert.Null(SchemaElements.Check(Json(json)));

    [Theory]
    [Trait("Line", "A31")]
    [Trait("Line", "A33")]
    [InlineData("""{ "elements": [{ "type": "stacktrace-link", "uri": "/open" }] }""")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [TEXT] }, "create": { "uri": "/c", "required_fields": [TEXT], "optional_fields": [TEXT] } }] }""")]
    [InlineData("""{ "elements": [{ "type": "alert-rule-action", "title": "T", "settings": { "type": "alert-rule-settings", "uri": "/s", "required_fields": [TEXT], "description": "d" } }] }""")]
    [InlineData("""{ "elements": [{ "type": "issue-media", "title": "T", "elements": [{ "type": "header", "text": "h" }, { "type": "markdown", "text": "m" }, { "type": "image", "url": "/i" }, { "type": "video", "url": "https://v.example" }] }] }""")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "uri": "/o", "async": true, "skip_load_on_open": true, "depends_on": ["b"] }] }, "create": { "uri": "/c", "required_fields": [{ "type": "select", "name": "a", "label": "A", "options": [["1", 1], ["2", "two"]] }, { "type": "textarea", "name": "t", "label": "T", "default": "issue.title" }] } }] }""")]
    public void A_good_schema_is_kept(string json) => Assert.NotNull(SchemaElements.Check(Json(json)));

    [Theory]
    [Trait("Line", "A30")]
    [Trait("Line", "A31")]
    [Trait("Line", "A32")]
    [Trait("Line", "A33")]
    [Trait("Line", "G24")]
    [InlineData("7", null, "")]
    [InlineData("[]", null, "")]
    [InlineData("\"x\"", null, "")]
    [InlineData("""{ "elemnts": [] }""", null, "/elements")]
    [InlineData("""{ "elements": [] }""", null, "/elements")]
    [InlineData("""{ "elements": {} }""", null, "/elements")]
    [InlineData("""{ "elements": [7] }""", null, "/elements/0")]
    [InlineData("""{ "elements": [{}] }""", null, "/elements/0/type")]
    [InlineData("""{ "elements": [{ "type": 7 }] }""", null, "/elements/0/type")]
    [InlineData("""{ "elements": [{ "type": "wheel" }] }""", null, "/elements/0/type")]
    [InlineData("""{ "elements": [{ "type": "stacktrace-link", "uri": "/a" }, { "type": "stacktrace-link", "uri": "/b" }] }""", "stacktrace-link", "/elements/1")]
    [InlineData("""{ "elements": [{ "type": "stacktrace-link" }] }""", "stacktrace-link", "/elements/0/uri")]
    [InlineData("""{ "elements": [{ "type": "stacktrace-link", "uri": "open" }] }""", "stacktrace-link", "/elements/0/uri")]
    [InlineData("""{ "elements": [{ "type": "stacktrace-link", "uri": "https://evil.example/" }] }""", "stacktrace-link", "/elements/0/uri")]
    [InlineData("""{ "elements": [{ "type": "stacktrace-link", "uri": "//evil.example/" }] }""", "stacktrace-link", "/elements/0/uri")]
    [InlineData("""{ "elements": [{ "type": "stacktrace-link", "uri": "/\\evil.example/" }] }""", "stacktrace-link", "/elements/0/uri")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [TEXT] } }] }""", "issue-link", "/elements/0/create")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": [], "create": {} }] }""", "issue-link", "/elements/0/link")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l" } }] }""", "issue-link", "/elements/0/link/required_fields")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [] } }] }""", "issue-link", "/elements/0/link/required_fields")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [TEXT], "optional_fields": [] } }] }""", "issue-link", "/elements/0/link/optional_fields")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "wheel", "name": "a", "label": "A" }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/type")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "text", "label": "A" }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/name")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "text", "name": "a" }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/label")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "textarea", "name": "a", "label": "A", "default": "issue.owner" }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/default")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A" }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/uri")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "uri": "/o", "options": [["1", "1"]] }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/options")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "options": [] }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/options")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "options": [["1", "1"], ["2"]] }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/options/1")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "options": [["1", true]] }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/options/0")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "uri": "/o", "async": "yes" }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/async")]
    [InlineData("""{ "elements": [{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "uri": "/o", "depends_on": [] }] } }] }""", "issue-link", "/elements/0/link/required_fields/0/depends_on")]
    [InlineData("""{ "elements": [{ "type": "alert-rule-action", "settings": {} }] }""", "alert-rule-action", "/elements/0/title")]
    [InlineData("""{ "elements": [{ "type": "alert-rule-action", "title": "T", "settings": { "type": "other" } }] }""", "alert-rule-action", "/elements/0/settings/type")]
    [InlineData("""{ "elements": [{ "type": "alert-rule-action", "title": "T", "settings": { "type": "alert-rule-settings", "uri": "/s", "required_fields": [TEXT], "description": "LONG" } }] }""", "alert-rule-action", "/elements/0/settings/description")]
    [InlineData("""{ "elements": [{ "type": "issue-media", "title": "T", "elements": [] }] }""", "issue-media", "/elements/0/elements")]
    [InlineData("""{ "elements": [{ "type": "issue-media", "title": "T", "elements": [{ "type": "video", "url": "javascript:alert(1)" }] }] }""", "issue-media", "/elements/0/elements/0/url")]
    [InlineData("""{ "elements": [{ "type": "issue-media", "title": "T", "elements": [{ "type": "header" }] }] }""", "issue-media", "/elements/0/elements/0/text")]
    public void A_bad_schema_is_refused_by_element_and_place(string json, string? element, string pointer)
    {
        var refusal = Assert.Throws<SchemaElementInvalidException>(() => SchemaElements.Check(Json(json)));

        Assert.Equal((element, pointer), (refusal.Element, refusal.Pointer));
    }

    private static JsonElement Json(string json) => JsonElement.Parse(json.Replace("TEXT", Text).Replace("LONG", new string('x', 141)));
}
