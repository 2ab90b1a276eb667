using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Components;

namespace GraphQLPlugins.Integrations.Tests.Components;

/// <summary>Every member of every element, missing and of every wrong kind: the refusal names the element and the place.</summary>
public sealed class SchemaElementShapeTests
{
    private const string Text = """{ "type": "text", "name": "a", "label": "A" }""";

    private static readonly Dictionary<string, string> Good = new()
    {
        ["stacktrace-link"] = """{ "type": "stacktrace-link", "uri": "/open" }""",
        ["issue-link"] = $$"""
            { "type": "issue-link",
              "link": { "uri": "/l", "required_fields": [{{Text}}, { "type": "select", "name": "b", "label": "B", "uri": "/o", "async": true, "skip_load_on_open": false, "depends_on": ["a"] }],
                        "optional_fields": [{ "type": "select", "name": "c", "label": "C", "options": [["1", 1]] }] },
              "create": { "uri": "/c", "required_fields": [{ "type": "textarea", "name": "t", "label": "T", "default": "issue.title" }] } }
            """,
        ["alert-rule-action"] = $$"""{ "type": "alert-rule-action", "title": "T", "settings": { "type": "alert-rule-settings", "uri": "/s", "description": "d", "required_fields": [{{Text}}], "optional_fields": [{{Text}}] } }""",
        ["issue-media"] = """
            { "type": "issue-media", "title": "T",
              "elements": [{ "type": "header", "text": "h" }, { "type": "markdown", "text": "m" }, { "type": "image", "url": "/i" }, { "type": "video", "url": "https://v.example/" }] }
            """,
    };

    private static readonly Dictionary<string, string[]> Wrong = new()
    {
        ["text"] = ["null", "7", "true", "[]", "{}", "\"\""],
        ["path"] = ["null", "7", "true", "[]", "{}", "\"\"", "\"open\"", "\"https://evil.example/\"", "\"//evil.example/\"", "\"/\\\\evil.example/\"", "\"/a b\"", "\"/\\t/evil.example/\"", "\"/a\\r\\nHost: b\""],
        ["url"] = ["null", "7", "true", "[]", "{}", "\"\"", "\"picture.png\"", "\"ftp://a.example/\"", "\"javascript:alert(1)\"", "\"data:image/png,a\"", "\"https://a.example/ b\""],
        ["word"] = ["null", "7", "true", "[]", "{}", "\"\"", "\"other\"", "\"TEXT\""],
        ["flag"] = ["null", "7", "\"true\"", "[]", "{}"],
        ["object"] = ["null", "7", "true", "\"a\"", "[]"],
        ["list"] = ["null", "7", "true", "\"a\"", "{}", "[]"],
        ["names"] = ["null", "7", "true", "\"a\"", "{}", "[]", "[7]", "[null]", "[\"a\", {}]"],
        ["short"] = ["null", "7", "true", "[]", "{}", "\"\"", $"\"{new string('x', 141)}\""],
    };

    /// <summary>Where something stands, what it is, and whether it must be there.</summary>
    private static readonly (string Element, string Place, string Kind, bool IsNeeded)[] Places =
    [
        ("stacktrace-link", "/uri", "path", true),
        .. new[] { "/link", "/create" }.SelectMany(form => new[]
        {
            ("issue-link", form, "object", true), ("issue-link", $"{form}/uri", "path", true), ("issue-link", $"{form}/required_fields", "list", true),
            ("issue-link", $"{form}/required_fields/0", "object", false), ("issue-link", $"{form}/required_fields/0/type", "word", true),
            ("issue-link", $"{form}/required_fields/0/name", "text", true), ("issue-link", $"{form}/required_fields/0/label", "text", true),
        }),
        ("issue-link", "/link/optional_fields", "list", false), ("issue-link", "/link/required_fields/1/uri", "path", true), ("issue-link", "/link/required_fields/1/async", "flag", false),
        ("issue-link", "/link/required_fields/1/skip_load_on_open", "flag", false), ("issue-link", "/link/required_fields/1/depends_on", "names", false),
        ("issue-link", "/link/optional_fields/0/options", "list", false), ("issue-link", "/create/required_fields/0/default", "word", false),
        ("alert-rule-action", "/title", "text", true), ("alert-rule-action", "/settings", "object", true), ("alert-rule-action", "/settings/type", "word", true), ("alert-rule-action", "/settings/uri", "path", true),
        ("alert-rule-action", "/settings/required_fields", "list", true), ("alert-rule-action", "/settings/optional_fields", "list", false), ("alert-rule-action", "/settings/description", "short", false),
        ("issue-media", "/title", "text", true), ("issue-media", "/elements", "list", true), ("issue-media", "/elements/0", "object", false), ("issue-media", "/elements/0/type", "word", true),
        ("issue-media", "/elements/0/text", "text", true), ("issue-media", "/elements/1/text", "text", true), ("issue-media", "/elements/2/url", "url", true), ("issue-media", "/elements/3/url", "url", true),
    ];

    public static TheoryData<string, string, string?> Shapes
    {
        get
        {
            var data = new TheoryData<string, string, string?>();
            foreach (var (element, place, kind, isNeeded) in Places)
            {
                foreach (var wrong in Wrong[kind]) data.Add(element, place, wrong);
                if (isNeeded) data.Add(element, place, null);
            }
            return data;
        }
    }

    [Theory]
    [Trait("Line", "A30"), Trait("Line", "A31"), Trait("Line", "A32"), Trait("Line", "A33")]
    [MemberData(nameof(Shapes))]
    public void What_is_of_another_kind_or_missing_is_refused_by_its_place(string element, string place, string? json)
    {
        var node = JsonNode.Parse(Good[element])!;
        Put(node, place, json);

        var refusal = Assert.Throws<SchemaElementInvalidException>(() => SchemaElements.Check(Schema(node)));

        Assert.Equal((element, "/elements/0" + place), (refusal.Element, refusal.Pointer));
    }

    [Fact]
    [Trait("Line", "A31")]
    public void All_of_them_together_are_taken() => Assert.NotNull(SchemaElements.Check(Schema([.. Good.Values.Select(json => JsonNode.Parse(json)!)])));

    [Theory]
    [Trait("Line", "A33")]
    [InlineData("issue-link", "/link/required_fields", 51, "/link/required_fields")]
    [InlineData("issue-link", "/link/optional_fields", 51, "/link/optional_fields")]
    [InlineData("alert-rule-action", "/settings/required_fields", 51, "/settings/required_fields")]
    [InlineData("issue-link", "/link/required_fields", 50, null)]
    public void A_form_has_so_many_fields_at_most(string element, string place, int count, string? refused)
    {
        var node = JsonNode.Parse(Good[element])!;
        Put(node, place, $"[{string.Join(',', Enumerable.Repeat("""{ "type": "select", "name": "a", "label": "A", "uri": "/o" }""", count))}]");

        var fault = Record.Exception(() => SchemaElements.Check(Schema(node)));

        Assert.Equal(refused is null ? null : "/elements/0" + refused, (fault as SchemaElementInvalidException)?.Pointer);
    }

    private static JsonElement Schema(params JsonNode[] elements) => JsonSerializer.SerializeToElement(new JsonObject { ["elements"] = new JsonArray(elements) });

    /// <summary>Replaces what stands at a place; null takes it away.</summary>
    private static void Put(JsonNode root, string place, string? json)
    {
        var names = place[1..].Split('/');
        var holder = names[..^1].Aggregate(root, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!);
        if (holder is JsonArray items) items[int.Parse(names[^1])] = JsonNode.Parse(json!);
        else if (json is null) holder.AsObject().Remove(names[^1]);
        else holder[names[^1]] = JsonNode.Parse(json);
    }
}
