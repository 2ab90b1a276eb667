using System.Text;

namespace GraphQLPlugins.Engine.Language;

/// <summary>The text of string tokens (spec 2.9.4), once the lexer has found them well formed.</summary>
internal static class StringDecoder
{
    public static string Decode(ReadOnlySpan<byte> value, bool hasEscapes)
    {
        if (value.IsEmpty) return string.Empty;
        if (!hasEscapes) return Encoding.UTF8.GetString(value);
        var text = new StringBuilder(value.Length);
        while (!value.IsEmpty)
        {
            var plain = value.IndexOf((byte)'\\');
            if (plain != 0)
            {
                var run = plain < 0 ? value : value[..plain];
                text.Append(Encoding.UTF8.GetString(run));
                value = value[run.Length..];
                continue;
            }

            if (value[1] == 'u')
            {
                var length = ReadUnicodeEscape(value, out var rune);
                text.Append(rune.ToString());
                value = value[length..];
                continue;
            }

            text.Append(value[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                var same => (char)same
            });
            value = value[2..];
        }

        return text.ToString();
    }

    /// <summary>Reads <c>\uXXXX</c>, a pair of them for a surrogate pair, or <c>\u{X…}</c>. Returns its length, or 0 when it is none.</summary>
    public static int ReadUnicodeEscape(ReadOnlySpan<byte> escape, out Rune rune)
    {
        rune = default;
        if (escape.Length > 2 && escape[2] == '{') return ReadBracedEscape(escape, ref rune);
        if (!TryReadFourDigits(escape, out var first)) return 0;
        if (Rune.TryCreate(first, out rune)) return 6;
        if (escape.Length > 7 && escape[6] == '\\' && escape[7] == 'u' && TryReadFourDigits(escape[6..], out var second)
            && Rune.TryCreate((char)first, (char)second, out rune))
        {
            return 12;
        }

        return 0;
    }

    private static int ReadBracedEscape(ReadOnlySpan<byte> escape, ref Rune rune)
    {
        var point = 0u;
        for (var i = 3; i < escape.Length && i < 12; i++)
        {
            if (escape[i] == '}') return i > 3 && point <= 0x10FFFF && Rune.TryCreate((int)point, out rune) ? i + 1 : 0;
            if (!char.IsAsciiHexDigit((char)escape[i])) return 0;
            point = (point << 4) | HexDigit(escape[i]);
        }

        return 0;
    }

    private static bool TryReadFourDigits(ReadOnlySpan<byte> escape, out int code)
    {
        code = 0;
        if (escape.Length < 6) return false;
        for (var i = 2; i < 6; i++)
        {
            if (!char.IsAsciiHexDigit((char)escape[i])) return false;
            code = (code << 4) | (int)HexDigit(escape[i]);
        }

        return true;
    }

    private static uint HexDigit(byte c) => c <= (byte)'9' ? (uint)c - '0' : (c | 0x20u) - 'a' + 10;

    /// <summary>A block string: common indentation and blank first and last lines taken off (spec 2.9.4, BlockStringValue).</summary>
    public static string DecodeBlock(ReadOnlySpan<byte> value, bool hasEscapes)
    {
        var raw = Encoding.UTF8.GetString(value);
        if (hasEscapes) raw = raw.Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal);
        if (raw.AsSpan().IndexOfAny('\n', '\r') < 0) return raw.AsSpan().IndexOfAnyExcept(' ', '\t') < 0 ? string.Empty : raw;
        var lines = raw.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        var indent = CommonIndent(lines);
        var first = 0;
        while (first < lines.Length && IsBlank(lines[first])) first++;
        var last = lines.Length - 1;
        while (last > first && IsBlank(lines[last])) last--;
        var text = new StringBuilder(raw.Length);
        for (var i = first; i <= last && first < lines.Length; i++)
        {
            if (i > first) text.Append('\n');
            text.Append(i == 0 ? lines[i] : lines[i].AsSpan(Math.Min(indent, lines[i].Length)));
        }

        return text.ToString();
    }

    private static int CommonIndent(string[] lines)
    {
        var common = int.MaxValue;
        for (var i = 1; i < lines.Length; i++)
        {
            var indent = lines[i].AsSpan().IndexOfAnyExcept(' ', '\t');
            if (indent >= 0) common = Math.Min(common, indent);
        }

        return common;
    }

    private static bool IsBlank(string line) => line.AsSpan().IndexOfAnyExcept(' ', '\t') < 0;
}
