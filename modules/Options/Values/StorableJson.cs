using System.Runtime.InteropServices;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Options.Values;

/// <summary>What every value must be, whatever its option's type, so that both databases keep it as it is and everybody can read it again.</summary>
internal static class StorableJson
{
    /// <summary>Levels of objects and lists in a value.</summary>
    public const int MaxDepth = 32;

    /// <summary>What is wrong with the value, as a sentence; null when nothing is.</summary>
    public static string? Problem(JsonElement value) => Problem(value, MaxDepth);

    private static string? Problem(JsonElement value, int depthLeft)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return TextProblem(JsonMarshal.GetRawUtf8Value(value), value, static element => element.GetString()!);
            case JsonValueKind.Number:
                return StorableNumber.IsStorable(value) ? null : "The value has a number that is too large or too small.";
            case JsonValueKind.Array or JsonValueKind.Object when depthLeft == 0:
                return $"The value is nested deeper than {MaxDepth} levels.";
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    if (Problem(item, depthLeft - 1) is { } problem) return problem;
                return null;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (TextProblem(JsonMarshal.GetRawUtf8PropertyName(member), member, static m => m.Name) is { } named) return named;
                    if (Problem(member.Value, depthLeft - 1) is { } problem) return problem;
                }
                return null;
            default:
                return null;
        }
    }

    /// <summary>Only an escape can make a text that cannot be kept.</summary>
    private static string? TextProblem<T>(ReadOnlySpan<byte> raw, T holder, Func<T, string> read)
    {
        if (!raw.Contains((byte)'\\')) return null;
        try
        {
            return read(holder).Contains('\0') ? "The value must not contain NUL characters." : null;
        }
        catch (InvalidOperationException)
        {
            return "The value must be valid Unicode.";
        }
    }
}
