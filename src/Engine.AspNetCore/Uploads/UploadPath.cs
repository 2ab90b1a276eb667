using System.Globalization;
using System.Text.Json.Nodes;

namespace GraphQLPlugins.Engine.AspNetCore.Uploads;

/// <summary>Paths of files in variables: <c>variables.input.files.0</c>.</summary>
internal static class UploadPath
{
    /// <summary>Puts a ticket where a path leads; a null must be there.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static IError? Put(JsonNode? variables, string path, string ticket)
    {
        var segments = path.Split('.');
        if (segments[0] != "variables") return UploadErrors.PathOutsideVariables(path);
        if (segments.Length < 2 || Array.Exists(segments, s => s.Length == 0)) return UploadErrors.InvalidPath(path);
        if (variables is not JsonObject root || !root.ContainsKey(segments[1])) return UploadErrors.VariableNotFound(path);
        JsonNode? current = root;
        for (var i = 1; i < segments.Length - 1; i++)
        {
            if (!TryStep(current, segments[i], out current)) return UploadErrors.WrongStructure(path);
        }
        if (!TryStep(current, segments[^1], out var target) || target is not null) return UploadErrors.WrongStructure(path);
        if (current is JsonArray list) list[int.Parse(segments[^1], CultureInfo.InvariantCulture)] = ticket;
        else current![segments[^1]] = ticket;
        return null;
    }

    private static bool TryStep(JsonNode? node, string segment, out JsonNode? next)
    {
        next = null;
        switch (node)
        {
            case JsonObject map:
                return map.TryGetPropertyValue(segment, out next);
            case JsonArray list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count:
                next = list[index];
                return true;
            default:
                return false;
        }
    }
}
