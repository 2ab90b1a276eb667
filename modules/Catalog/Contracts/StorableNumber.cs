using System.Runtime.InteropServices;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Which numbers both databases keep as they are.</summary>
public static class StorableNumber
{
    private const int MaxPlainLength = 300;

    /// <summary>Whether a JSON number lies between the largest and smallest of a double; databases would write more of them out digit by digit.</summary>
    public static bool IsStorable(JsonElement number)
    {
        var raw = JsonMarshal.GetRawUtf8Value(number);
        if (!raw.ContainsAny("eE"u8) && raw.Length <= MaxPlainLength) return true;
        if (!number.TryGetDouble(out var value) || !double.IsFinite(value)) return false;
        var mantissa = raw[..(raw.IndexOfAny("eE"u8) is var exponent and >= 0 ? exponent : raw.Length)];
        return value != 0 || !mantissa.ContainsAnyInRange((byte)'1', (byte)'9');
    }
}
