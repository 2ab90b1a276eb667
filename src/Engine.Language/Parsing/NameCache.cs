using System.Text;

namespace GraphQLPlugins.Engine.Language;

/// <summary>
/// Names seen before, so that parsing the same names again makes no strings. One array for the process, two slots for a hash;
/// a race or a flood of new names costs a string, nothing else.
/// </summary>
internal static class NameCache
{
    private const int SlotCount = 4096;
    private const int MaxLength = 64;
    private static readonly string?[] Slots = new string?[SlotCount];

    public static string Get(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxLength) return Encoding.ASCII.GetString(name);
        var slots = Slots;
        var first = (int)(Hash(name) & (SlotCount - 2));
        var candidate = Volatile.Read(ref slots[first]);
        if (candidate is not null && Ascii.Equals(name, candidate)) return candidate;
        var other = Volatile.Read(ref slots[first + 1]);
        if (other is not null && Ascii.Equals(name, other)) return other;
        var made = Encoding.ASCII.GetString(name);
        if (candidate is not null) Volatile.Write(ref slots[first + 1], candidate);
        Volatile.Write(ref slots[first], made);
        return made;
    }

    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = (uint)name.Length;
        foreach (var b in name) hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }
}
