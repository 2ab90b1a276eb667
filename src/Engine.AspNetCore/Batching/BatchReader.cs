using System.Text.Json;
using GraphQLPlugins.Engine.AspNetCore.Requests;

namespace GraphQLPlugins.Engine.AspNetCore.Batching;

/// <summary>Takes a request apart that stands for several: an array of variable sets, or operation names in <c>?batchOperations=[a,b]</c>.</summary>
internal static class BatchReader
{
    /// <summary>Takes it apart.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static IError? Expand(string? queryString, bool operationsAllowed, HttpOperationRequest request, out List<HttpOperationRequest>? members,
        out BatchKind kind)
    {
        members = null;
        kind = BatchKind.Variables;
        if (request.Variables.ValueKind == JsonValueKind.Array)
        {
            members = [];
            foreach (var variables in request.Variables.EnumerateArray()) members.Add(request.With(variables, request.OperationName));
            return members.Count == 0 ? RequestErrors.EmptyBatch : null;
        }
        if (QueryStringParser.Find(queryString, "batchOperations") is not { } list) return null;
        kind = BatchKind.Requests;
        if (!operationsAllowed || !TryParseNames(list, out var names)) return RequestErrors.InvalidBatchOperations;
        members = names.ConvertAll(name => request.With(request.Variables, name));
        return null;
    }

    private static bool TryParseNames(string list, out List<string> names)
    {
        names = [];
        if (list is not ['[', .., ']']) return false;
        foreach (var part in list[1..^1].Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Length == 0 || !IsName(part)) return false;
            names.Add(part);
        }
        return names.Count > 0;
    }

    // Spec: Name.
    private static bool IsName(string text) => !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
