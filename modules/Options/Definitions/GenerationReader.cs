using System.Text.Json;

namespace GraphQLPlugins.Options.Definitions;

/// <summary>Reads how values are made up: <c>format</c> (token, uuid, password), <c>length</c>, <c>alphabet</c>; what does not fit counts as absent.</summary>
internal static class GenerationReader
{
    private const int MinLength = 8;
    private const int MaxLength = 1024;
    private const int MinAlphabet = 2;
    private const int MaxAlphabet = 128;
    private const int UuidLength = 36;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Digits = "0123456789";

    public static OptionGeneration Read(JsonElement? declared)
    {
        var format = declared?.Text("format") switch
        {
            "uuid" => OptionGenerationFormat.Uuid,
            "password" => OptionGenerationFormat.Password,
            _ => OptionGenerationFormat.Token,
        };
        if (format == OptionGenerationFormat.Uuid) return new OptionGeneration(format, UuidLength, "0123456789abcdef-");
        var (length, alphabet) = format == OptionGenerationFormat.Password ? (20, Letters + Digits + "!#$%&*+-.:=?@_") : (32, Letters + Digits);
        if (declared?.Number("length") is >= MinLength and <= MaxLength and { } wanted && decimal.IsInteger(wanted)) length = (int)wanted;
        if (declared?.Text("alphabet") is { } given && Usable(given) is { } usable) alphabet = usable;
        return new OptionGeneration(format, length, alphabet);
    }

    /// <summary>Each character once; null when there are too few, too many, or some that do not print.</summary>
    private static string? Usable(string alphabet)
    {
        if (alphabet.Length > MaxAlphabet || alphabet.Any(c => c is <= ' ' or >= '\x7f')) return null;
        var once = string.Concat(alphabet.Distinct());
        return once.Length >= MinAlphabet ? once : null;
    }
}
