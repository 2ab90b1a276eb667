using System.Buffers;
using System.Text;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Texts of git, which are bytes that mostly are UTF-8.</summary>
internal static class GitText
{
    /// <summary>Whether it is a text in UTF-8, which holds no NUL.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.Contains((byte)0) && System.Text.Unicode.Utf8.IsValid(bytes);

    /// <summary>The text; bytes that are no UTF-8 become <c>\xNN</c>, so that different names stay different.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length + 16);
        while (!bytes.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) is OperationStatus.Done;
            if (isWhole) text.Append(rune.ToString());
            else foreach (var wrong in bytes[..consumed]) text.Append("\\x").Append(wrong.ToString("X2"));
            bytes = bytes[consumed..];
        }
        return text.ToString();
    }
}
