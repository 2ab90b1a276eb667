using System.Buffers;
using System.Runtime.CompilerServices;

namespace GraphQLPlugins.Engine.Language;

/// <summary>Character classes of the grammar.</summary>
internal static class Characters
{
    private const byte NameStart = 1;
    private const byte NamePart = 2;
    private const byte Digit = 4;

    private static readonly byte[] BeyondAscii = [.. Enumerable.Range(0x80, 0x80).Select(b => (byte)b)];

    /// <summary>What ends a run of plain characters in a comment.</summary>
    public static readonly SearchValues<byte> CommentStops = SearchValues.Create([.. "\n\r"u8, .. BeyondAscii]);

    /// <summary>What ends a run of plain characters in a string.</summary>
    public static readonly SearchValues<byte> StringStops = SearchValues.Create([.. "\"\\\n\r"u8, .. BeyondAscii]);

    private static ReadOnlySpan<byte> Classes =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 3,
        0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    ];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNameStart(byte c) => (Classes[c] & NameStart) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsNamePart(byte c) => (Classes[c] & NamePart) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsDigit(byte c) => (Classes[c] & Digit) != 0;

    public static bool IsSimpleEscape(byte c) => "\"\\/bfnrt"u8.Contains(c);
}
