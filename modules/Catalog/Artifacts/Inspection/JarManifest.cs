using System.Text;

namespace GraphQLPlugins.Catalog.Artifacts.Inspection;

/// <summary>The main attributes of a jar's <c>META-INF/MANIFEST.MF</c> (JAR File Specification). Names match in any case.</summary>
internal static class JarManifest
{
    /// <summary>A line that begins with a space goes on from the one before, even in the middle of a character, so lines are put together as bytes.</summary>
    public static Dictionary<string, string> Read(ReadOnlySpan<byte> bytes)
    {
        var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        var line = new List<byte>();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            var next = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? [] : bytes[(end + (bytes[end..].StartsWith("\r\n"u8) ? 2 : 1))..];
            if (next is [(byte)' ', ..])
            {
                if (line.Count == 0)
                    throw new ManifestInvalidException("its manifest begins with a continuation line.");
                line.AddRange(next[1..]);
                continue;
            }
            Add(attributes, line);
            line.Clear();
            // An empty line ends the main section.
            if (next.IsEmpty)
                return attributes;
            line.AddRange(next);
        }
        Add(attributes, line);
        return attributes;
    }

    private static void Add(Dictionary<string, string> attributes, List<byte> line)
    {
        if (line.Count == 0)
            return;
        var text = Encoding.UTF8.GetString([.. line]);
        var colon = text.IndexOf(':');
        if (colon <= 0)
            throw new ManifestInvalidException("its manifest holds a line that is no attribute.");
        if (!attributes.TryAdd(text[..colon].Trim(), text[(colon + 1)..].Trim()))
            throw new ManifestInvalidException($"its manifest names '{EntryName.Shown(text[..colon])}' twice.");
    }
}
