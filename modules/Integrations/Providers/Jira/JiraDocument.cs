using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Jira;

/// <summary>Texts as Jira keeps them: the Atlassian Document Format. https://developer.atlassian.com/cloud/jira/platform/apis/document/structure</summary>
internal static class JiraDocument
{
    private const int MaxDepth = 32;
    private const int MaxLength = 40_000;

    /// <summary>A paragraph for each line.</summary>
    public static JsonObject Write(string text) => new()
    {
        ["type"] = "doc",
        ["version"] = 1,
        ["content"] = new JsonArray([.. text.ReplaceLineEndings("\n").Split('\n').Select(line => new JsonObject
        {
            ["type"] = "paragraph",
            ["content"] = line.Length == 0 ? [] : new JsonArray(new JsonObject { ["type"] = "text", ["text"] = line }),
        })]),
    };

    /// <summary>The plain text of a document; null of none.</summary>
    public static string? Read(JsonElement document)
    {
        if (document.ValueKind is JsonValueKind.String) return document.GetString();
        var text = new StringBuilder();
        Read(document, text, 0);
        return text.Length == 0 ? null : text.ToString().TrimEnd('\n');
    }

    private static void Read(JsonElement node, StringBuilder text, int depth)
    {
        if (depth > MaxDepth || text.Length > MaxLength) return;
        text.Append(node.Text("text") ?? (node.Text("type") is "hardBreak" ? "\n" : ""));
        foreach (var child in node.At("content").Items()) Read(child, text, depth + 1);
        if (node.Text("type") is "paragraph" or "heading" or "codeBlock") text.Append('\n');
    }
}
