using System.Globalization;
using System.Text;

namespace GraphQLPlugins.Engine.Language;

/// <summary>Text with indentation, and the two ways to write strings.</summary>
internal sealed class SyntaxWriter(bool indented)
{
    private readonly StringBuilder _text = new();
    private int _level;

    public bool Indented => indented;

    public void Write(string text) => _text.Append(text);

    public void Write(char c) => _text.Append(c);

    /// <summary>A line break, or one space when all goes on one line.</summary>
    public void Break()
    {
        if (indented) _text.Append('\n').Append(' ', _level * 2);
        else _text.Append(' ');
    }

    /// <summary>An empty line between definitions, or one space.</summary>
    public void Gap() => _text.Append(indented ? "\n\n" : " ");

    /// <summary>Items between braces, one a line.</summary>
    public void Block<T>(IReadOnlyList<T> items, Action<SyntaxWriter, T> write)
    {
        Write('{');
        _level++;
        foreach (var item in items)
        {
            Break();
            write(this, item);
        }

        _level--;
        if (items.Count > 0) Break();
        Write('}');
    }

    public void List<T>(IReadOnlyList<T> items, string separator, Action<SyntaxWriter, T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) Write(separator);
            write(this, items[i]);
        }
    }

    public void WriteQuoted(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': _text.Append("\\\""); break;
                case '\\': _text.Append("\\\\"); break;
                case '\b': _text.Append("\\b"); break;
                case '\f': _text.Append("\\f"); break;
                case '\n': _text.Append("\\n"); break;
                case '\r': _text.Append("\\r"); break;
                case '\t': _text.Append("\\t"); break;
                case < ' ' or (>= '\u007f' and <= '\u009f'):
                    _text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    break;
                default: _text.Append(c); break;
            }
        }

        _text.Append('"');
    }

    /// <summary>A block string where the value survives it, else a quoted one.</summary>
    public void WriteBlockString(string text)
    {
        if (!indented || !CanBeBlock(text))
        {
            WriteQuoted(text);
            return;
        }

        Write("\"\"\"");
        foreach (var line in text.Replace("\"\"\"", "\\\"\"\"", StringComparison.Ordinal).Split('\n'))
        {
            if (line.Length > 0) Break();
            else _text.Append('\n');
            Write(line);
        }

        Break();
        Write("\"\"\"");
    }

    private static bool CanBeBlock(string text)
    {
        if (text.Length == 0) return true;
        var lines = text.Split('\n');
        var hasUnindentedLine = false;
        foreach (var line in lines)
        {
            if (line.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0 || line.AsSpan().IndexOfAnyInRange('\v', '\u001f') >= 0) return false;
            var indent = line.AsSpan().IndexOfAnyExcept(' ', '\t');
            if (indent < 0 && line.Length > 0) return false;
            hasUnindentedLine |= indent == 0;
        }

        return hasUnindentedLine && lines[0].Length > 0 && lines[^1].Length > 0;
    }

    public override string ToString() => _text.ToString();
}
